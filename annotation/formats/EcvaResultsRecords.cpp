#include "annotation/formats/EcvaResultsRecords.h"

#include <cctype>
#include <map>

namespace ecva {

/// Records are flat; writing something as deep as a file can be would exhaust the stack.
constexpr int kDeepest = 32;

QString placeOf(const ResultsRecord &record)
{
    return record.video.isEmpty() ? QStringLiteral("#%1").arg(record.number)
                                  : record.video + u' ' + toName(record.task);
}

QString cleanedOutput(const QString &output)
{
    QString text = output.trimmed();
    while (text.endsWith(QStringLiteral("</s>")))
        text = text.chopped(4).trimmed();
    return text;
}

QByteArray withoutLastCommas(const QByteArray &text)
{
    QByteArray kept;
    kept.reserve(text.size());
    bool inString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString && c == '\\' && i + 1 < text.size()) {
            kept += c;
            kept += text[++i];
            continue;
        }
        if (c == '"')
            inString = !inString;
        if (c == ',' && !inString) {
            qsizetype next = i + 1;
            while (next < text.size() && std::isspace(static_cast<unsigned char>(text[next])))
                ++next;
            if (next < text.size() && (text[next] == ']' || text[next] == '}'))
                continue;
        }
        kept += c;
    }
    return kept;
}

nlohmann::json parseStrictly(const QByteArray &text, std::string &twice)
{
    std::vector<std::map<std::string, nlohmann::json>> open;
    std::vector<std::string> keys;
    bool deep = false;
    const auto look = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json &parsed) {
        using Event = nlohmann::json::parse_event_t;
        deep = deep || depth > kDeepest;
        if (deep)
            return false; // what is left is skipped
        if (event == Event::object_start) {
            open.emplace_back();
            keys.emplace_back();
        } else if (event == Event::key) {
            keys.back() = parsed.get<std::string>();
        } else if (event == Event::object_end) {
            open.pop_back();
            keys.pop_back();
        } else if (event == Event::value && !open.empty() && !parsed.is_structured()) {
            const auto [place, isNew] = open.back().try_emplace(keys.back(), parsed);
            if (!isNew && place->second != parsed && twice.empty())
                twice = keys.back();
        }
        return true;
    };
    nlohmann::json json = nlohmann::json::parse(text.begin(), text.end(), look, false);
    return deep ? nlohmann::json(nlohmann::json::value_t::discarded) : json;
}

ImportRecord ResultsSource::record(int index, const AcceptedFixes &) const
{
    const ResultsRecord &from = records[std::size_t(index)];
    ImportRecord made;
    made.place = placeOf(from);
    made.clipName = from.video;
    made.clipPath = from.video.section(u'/', -1);
    made.existingOnly = true;
    made.refused = from.refused;
    made.role = role;
    made.author = model;
    made.prompt = from.prompt;
    made.cells = from.rest;
    ImportedAnswer answer;
    answer.task = from.task;
    answer.text = cleanedOutput(from.output);
    if (answer.text != from.output)
        answer.rawText = from.output;
    made.answers.push_back(std::move(answer));
    return made;
}

std::vector<ImportField> ResultsSource::preview(int index, const AcceptedFixes &) const
{
    const ResultsRecord &from = records[std::size_t(index)];
    return {{QStringLiteral("video_file"), from.video, tr("clip of this name"), true},
            {QStringLiteral("prompt"), from.prompt, tr("kept with the answer"), true},
            {QStringLiteral("output"), from.output,
             tr("%1: answer of %2").arg(toName(from.task), model), !from.refused}};
}

} // namespace ecva
