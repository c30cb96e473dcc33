#include "annotation/document/EditOps.h"

#include "annotation/document/OpTable.h"

namespace ecva {
namespace {

using Kind = OpField::Kind;

const std::vector<OpField> &batchFields()
{
    static const std::vector<OpField> fields{{"name", Kind::Text}, {"ops", Kind::Ops, true}};
    return fields;
}

Result<std::string> opName(const nlohmann::json &object)
{
    if (!object.is_object())
        return fail(ErrorCode::BadInput, "an op is a JSON object");
    const auto name = object.find("op");
    if (name == object.end() || !name->is_string())
        return fail(ErrorCode::BadInput, "field 'op' is missing");
    return name->get<std::string>();
}

Result<qint64> runOne(OpBench &bench, const nlohmann::json &object)
{
    const auto name = opName(object);
    if (!name)
        return fail(name);
    std::string known;
    for (const EditOp &op : allEditOps()) {
        known += (known.empty() ? "" : ", ") + std::string(op.name);
        if (*name != op.name)
            continue;
        const auto fields = OpFields::check(object, op.fields);
        if (!fields)
            return fail(fields.error().code, *name + ": " + fields.error().message);
        auto done = op.run(bench, *fields);
        if (!done)
            return fail(done.error().code, *name + ": " + done.error().text());
        return done;
    }
    return fail(ErrorCode::BadInput,
                "unknown op '" + *name + "'; known: " + known + ", batch (not inside a batch)");
}

/// What the op asks for cannot be had: the script is wrong, whatever the edit calls it.
Error asBadInput(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::NotFound:
    case ErrorCode::OutOfRange:
        return {ErrorCode::BadInput, error.message, error.where};
    default:
        return error;
    }
}

} // namespace

EditOps::EditOps(Document &document, CancelToken cancel)
    : m_document(document)
    , m_cancel(std::move(cancel))
{
}

Result<OpAnswer> EditOps::apply(const QByteArray &line)
{
    const auto object = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
    if (object.is_discarded())
        return fail(ErrorCode::BadInput, "is not JSON");
    const auto name = opName(object);
    if (!name)
        return fail(name);
    OpAnswer answer{QString::fromStdString(*name), 0, {}};
    const bool batch = *name == "batch";
    QString command = answer.op;
    if (batch) {
        const auto fields = OpFields::check(object, batchFields());
        if (!fields)
            return fail(fields.error().code, "batch: " + fields.error().message);
        if (const QString given = fields->text("name"); !given.isEmpty())
            command = given;
    }
    Edit edit(m_document, command);
    OpBench bench{m_document, edit, m_cancel};
    std::size_t at = 0;
    const nlohmann::json one = nlohmann::json::array({batch ? nlohmann::json() : object});
    for (const nlohmann::json &each : batch ? object["ops"] : one) {
        ++at;
        const auto done = runOne(bench, each);
        if (!done) {
            Error error = asBadInput(done.error());
            if (batch)
                error.message = "batch, op " + std::to_string(at) + ": " + error.message;
            return tl::unexpected<Error>(error);
        }
        answer.id = *done;
        if (batch)
            answer.ids.push_back(*done);
    }
    if (auto committed = m_document.commit(std::move(edit)); !committed)
        return fail(committed);
    for (const auto &[clip, index] : bench.addedIndexes)
        (void)m_document.setVideoIndex(clip, index); // a batch may have removed the clip again
    return answer;
}

std::string EditOps::reference()
{
    std::string text = "One JSON object a line. Frames are [begin, end). * = required.\n";
    const auto line = [&text](const std::string &name, const std::string &purpose,
                              const std::vector<OpField> &fields) {
        text += "\n" + name + "\n    " + purpose + "\n";
        for (const OpField &field : fields)
            text += std::string("    ") + (field.required ? "*" : " ") + field.name + ": "
                    + describeValues(field) + "\n";
    };
    for (const EditOp &op : allEditOps())
        line(op.name, op.purpose, op.fields);
    line("batch", "several ops as one undo step, all or nothing", batchFields());
    return text;
}

} // namespace ecva
