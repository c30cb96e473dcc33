#pragma once

#include <QByteArray>
#include <QString>

#include <nlohmann/json.hpp>

#include <set>
#include <string>

/// The rules that the loaders of VideoLLaMA2 and AnomShield enforce on an SFT file, written down
/// once more from their description, on another JSON library's reading. Returns the first breach,
/// or "".
inline std::string sftBreach(const QByteArray &bytes)
{
    using nlohmann::json;
    const json all = json::parse(bytes.begin(), bytes.end(), nullptr, false);
    if (!all.is_array())
        return "no JSON array";
    std::set<std::string> ids;
    for (const json &record : all) {
        const std::string id = record.value("id", json()).is_string() ? record["id"] : "?";
        if (!ids.insert(id).second)
            return id + ": id twice";
        const bool image = record.contains("image");
        if (image == record.contains("video"))
            return id + ": neither or both of image and video";
        const json &path = record[image ? "image" : "video"];
        if (!path.is_string() || path.get<std::string>().empty()
            || path.get<std::string>()[0] == '/')
            return id + ": path";
        const json &turns = record["conversations"];
        if (!turns.is_array() || turns.empty() || turns.size() % 2 != 0)
            return id + ": number of turns";
        const std::string token = image ? "<image>" : "<video>";
        for (std::size_t i = 0; i < turns.size(); ++i) {
            if (turns[i]["from"] != (i % 2 == 0 ? "human" : "gpt"))
                return id + ": turns do not alternate";
            if (!turns[i]["value"].is_string() || turns[i]["value"].get<std::string>().empty())
                return id + ": a turn without text";
            const std::string text = turns[i]["value"];
            for (const std::string other : {"<image>", "<video>", "<audio>"}) {
                std::size_t count = 0;
                for (std::size_t at = text.find(other); at != std::string::npos;
                     at = text.find(other, at + 1))
                    ++count;
                if (count != (i == 0 && other == token ? 1U : 0U))
                    return id + ": " + other + " in turn " + std::to_string(i);
            }
        }
        if (turns[0]["value"].get<std::string>().rfind(token + "\n", 0) != 0)
            return id + ": placeholder not in front";
    }
    return {};
}
