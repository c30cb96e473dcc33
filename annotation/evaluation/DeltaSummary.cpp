#include "annotation/evaluation/DeltaSummary.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace ecva {
namespace {

using Json = nlohmann::json;

/// Reads members of one object; the first that is not as it should be ends the reading.
class Reader
{
public:
    Reader(const Json &object, std::string where)
        : m_object(object)
        , m_where(std::move(where))
    {
        if (!object.is_object())
            throw std::invalid_argument(m_where + " is not an object");
    }

    /// Null where it is absent or null.
    const Json *member(const char *key) const
    {
        const auto found = m_object.find(key);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }
    const Json &needed(const char *key) const
    {
        if (const Json *value = member(key))
            return *value;
        throw std::invalid_argument("'" + name(key) + "' is missing");
    }
    void read(const char *key, QString &into) const
    {
        if (const Json *value = member(key))
            into = text(key, *value);
    }
    void read(const char *key, double &into) const
    {
        if (const Json *value = member(key))
            into = number(key, *value);
    }
    void read(const char *key, std::optional<double> &into) const
    {
        if (const Json *value = member(key))
            into = number(key, *value);
    }
    void read(const char *key, bool &into) const
    {
        if (const Json *value = member(key)) {
            if (!value->is_boolean())
                refuse(key, *value, "true or false");
            into = value->get<bool>();
        }
    }
    template <typename Whole>
    void read(const char *key, std::vector<Whole> &into) const
    {
        each(key, [&](const Json &value) {
            if (!value.is_number_integer())
                refuse(key, value, "a whole number");
            into.push_back(value.get<Whole>());
        });
    }
    void read(const char *key, QStringList &into) const
    {
        each(key, [&](const Json &value) { into.append(text(key, value)); });
    }
    template <typename Visit>
    void each(const char *key, Visit visit) const
    {
        const Json *list = member(key);
        if (!list)
            return;
        if (!list->is_array())
            refuse(key, *list, "an array");
        for (const Json &value : *list)
            visit(value);
    }
    QString text(const char *key, const Json &value) const
    {
        if (!value.is_string())
            refuse(key, value, "a text");
        return QString::fromStdString(value.get_ref<const std::string &>());
    }
    double number(const char *key, const Json &value) const
    {
        if (!value.is_number())
            refuse(key, value, "a number");
        return value.get<double>();
    }
    std::string name(const char *key) const { return m_where.empty() ? key : m_where + '.' + key; }

private:
    [[noreturn]] void refuse(const char *key, const Json &value, const char *wanted) const
    {
        throw std::invalid_argument(
            "'" + name(key) + "' is "
            + value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 60) + ", not "
            + wanted);
    }

    const Json &m_object;
    std::string m_where;
};

MaskSummary maskOf(const Json &object, const std::string &where)
{
    const Reader reader(object, where);
    MaskSummary mask;
    reader.read("masked", mask.masked);
    reader.read("frames", mask.frames);
    reader.read("blanked", mask.blanked);
    reader.read("delta", mask.delta);
    return mask;
}

DeltaSummary summaryOf(const Json &report)
{
    const Reader reader(report, {});
    DeltaSummary summary;
    summary.answer = reader.text("answer", reader.needed("answer"));
    reader.read("masked_answer", summary.maskedAnswer);
    reader.each("tokens", [&summary](const Json &value) {
        const Reader token(value, "tokens");
        TokenWeight weight;
        weight.text = token.text("text", token.needed("text"));
        token.read("evidence", weight.evidence);
        summary.tokens.push_back(std::move(weight));
    });
    reader.read("frames", summary.frames);
    reader.read("key_frames", summary.keyFrames);
    reader.read("mask", summary.mask);
    reader.read("delta", summary.delta);
    if (const Json *key = reader.member("key"))
        summary.key = maskOf(*key, "key");
    reader.each("controls", [&summary](const Json &value) {
        summary.controls.push_back(maskOf(value, "controls"));
    });
    reader.read("adjusted_delta", summary.adjusted);
    reader.read("change", summary.change);
    reader.read("refused", summary.refused);
    reader.read("notes", summary.notes);
    if (const Json *cost = reader.member("cost")) {
        const Reader costs(*cost, "cost");
        costs.read("seconds", summary.seconds);
        costs.read("naive_seconds", summary.naiveSeconds);
    }
    if (const Json *provenance = reader.member("provenance")) {
        const Reader origin(*provenance, "provenance");
        origin.read("demonstration", summary.demonstration);
        origin.read("model", summary.model);
    }
    return summary;
}

} // namespace

Result<DeltaSummary> DeltaSummary::parse(const QByteArray &report)
{
    try {
        constexpr int kDeepest = 32; // messages quote values, and quoting goes as deep as they do
        bool deep = false;
        const auto look = [&deep](int depth, Json::parse_event_t, Json &) {
            deep = deep || depth > kDeepest;
            return !deep;
        };
        const Json json = Json::parse(report.begin(), report.end(), look, false);
        if (deep)
            return fail(ErrorCode::BadInput, "the report of the delta is nested too deep");
        if (json.is_discarded())
            return fail(ErrorCode::BadInput, "the report of the delta is not JSON");
        return summaryOf(json);
    } catch (const std::exception &wrong) {
        return fail(ErrorCode::BadInput, std::string("the report of the delta: ") + wrong.what());
    }
}

DeltaVerdict verdictOf(const DeltaSummary &summary)
{
    if (!summary.delta || summary.keyFrames.empty() || summary.controls.empty())
        return DeltaVerdict::Unknown;
    double largest = summary.controls.front().delta;
    double sum = 0;
    for (const MaskSummary &control : summary.controls) {
        largest = std::max(largest, control.delta);
        sum += control.delta;
    }
    if (*summary.delta > largest)
        return DeltaVerdict::Read;
    return *summary.delta > sum / double(summary.controls.size()) ? DeltaVerdict::Partly
                                                                  : DeltaVerdict::NotRead;
}

} // namespace ecva
