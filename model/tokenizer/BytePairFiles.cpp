#include "model/tokenizer/BytePairFiles.h"

#include "model/checkpoint/JsonFile.h"
#include "model/tokenizer/PreTokens.h"
#include "model/tokenizer/Utf8.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string_view>

namespace ecva {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kLargestMerges = 64U << 20;

using Pieces = std::vector<std::pair<std::string, std::int64_t>>;
using Merges = std::vector<std::pair<std::string, std::string>>;

/// All but the pairs.
struct Added
{
    std::map<std::int32_t, AddedToken> byId;
};

Result<Pieces> piecesOf(const json &vocabulary, const std::string &where)
{
    if (!vocabulary.is_object())
        return fail(ErrorCode::BadInput, "has no vocabulary", where);
    Pieces pieces;
    pieces.reserve(vocabulary.size());
    for (const auto &[piece, id] : vocabulary.items()) {
        if (!id.is_number_integer()) {
            return fail(ErrorCode::BadInput,
                        "\"" + piece + "\" is " + valueText(id) + ": must be a whole number",
                        where);
        }
        pieces.emplace_back(piece, id.get<std::int64_t>());
    }
    return pieces;
}

/// "Ġ t" to its two pieces; nothing where there are not two.
bool isPair(std::string_view line, std::pair<std::string, std::string> &pair)
{
    const std::size_t blank = line.find(' ');
    if (blank == 0 || blank == std::string_view::npos || blank + 1 == line.size()
        || line.find(' ', blank + 1) != std::string_view::npos)
        return false;
    pair = {std::string(line.substr(0, blank)), std::string(line.substr(blank + 1))};
    return true;
}

Result<Merges> mergesFromText(const fs::path &file)
{
    const auto text = readSmallFile(file, kLargestMerges);
    if (!text)
        return fail(text);
    Merges merges;
    std::string_view rest = *text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        while (line.ends_with('\r') || line.ends_with(' '))
            line.remove_suffix(1);
        if (line.empty() || (number == 1 && line.starts_with("#version:")))
            continue;
        if (!isPair(line, merges.emplace_back())) {
            return fail(ErrorCode::BadInput,
                        "line " + std::to_string(number) + " is no pair of pieces", file.string());
        }
    }
    return merges;
}

Result<Merges> mergesFromJson(const json &list, const std::string &where)
{
    Merges merges;
    for (const json &merge : list) {
        auto &pair = merges.emplace_back();
        const bool isArray
            = merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string();
        if (isArray)
            pair = {merge[0].get<std::string>(), merge[1].get<std::string>()};
        else if (!merge.is_string() || !isPair(merge.get_ref<const std::string &>(), pair))
            return fail(ErrorCode::BadInput, "merge " + valueText(merge) + " is no pair of pieces",
                        where);
    }
    return merges;
}

Result<void> add(Added &added, std::int64_t id, const json &token, const std::string &where)
{
    const bool isText = token.is_string();
    if (!isText && !token.is_object())
        return fail(ErrorCode::BadInput, "an added token is " + valueText(token), where);
    if (id < 0 || id >= BytePairs::kMostPieces)
        return fail(ErrorCode::BadInput, "an added token has the id " + std::to_string(id), where);
    AddedToken made;
    made.id = static_cast<std::int32_t>(id);
    if (isText) {
        made.text = token.get<std::string>();
    } else {
        JsonFields fields(token, where, "added token: ");
        made.text = fields.text("content", {});
        made.isSpecial = fields.boolean("special", false);
        for (const char *key : {"lstrip", "rstrip", "single_word"}) {
            if (fields.boolean(key, false))
                fields.complain(ErrorCode::Unsupported,
                                "added token \"" + made.text + "\": " + key + " is true");
        }
        if (fields.error())
            return tl::unexpected(*fields.error());
    }
    if (made.text.empty())
        return fail(ErrorCode::BadInput, "the added token " + std::to_string(id) + " is empty",
                    where);
    added.byId[made.id] = std::move(made);
    return {};
}

/// "<|im_end|>" or {"content": "<|im_end|>", …}.
std::string nameOf(const json &token)
{
    const json *value = &token;
    if (token.is_object() && token.contains("content"))
        value = &token["content"];
    return value->is_string() ? value->get<std::string>() : std::string();
}

/// What a tokenizer.json is allowed to be: anything else would be read wrongly.
Result<void> checkKind(const json &whole, const std::string &where)
{
    const auto refused = [&](const std::string &what) {
        return fail(ErrorCode::Unsupported,
                    what
                        + ": only the byte-level BPE of Qwen2 is read from this file; others need"
                          " the tokenizer.model that they were published with",
                    where);
    };
    const json model = whole.value("model", json());
    if (!model.is_object() || model.value("type", json("BPE")) != "BPE")
        return refused("its model is no BPE");
    if (model.value("byte_fallback", json(false)) == true)
        return refused("its BPE falls back to bytes");
    if (model.value("ignore_merges", json(false)) == true)
        return refused("ignore_merges is true");
    if (whole.value("normalizer", json()) != json{{"type", "NFC"}})
        return refused("its normalizer is " + valueText(whole.value("normalizer", json())));
    const json before = whole.value("pre_tokenizer", json());
    const json parts = before.is_object() ? before.value("pretokenizers", json()) : json();
    const bool isTwo
        = parts.is_array() && parts.size() == 2 && parts[0].is_object() && parts[1].is_object();
    if (!isTwo || parts[0].value("type", json()) != "Split"
        || parts[0].value("pattern", json()) != json{{"Regex", std::string(kPreTokenPattern)}}
        || parts[0].value("behavior", json()) != "Isolated"
        || parts[0].value("invert", json(false)) != false
        || parts[1].value("type", json()) != "ByteLevel"
        || parts[1].value("add_prefix_space", json(true)) != false
        || parts[1].value("use_regex", json(true)) != false)
        return refused("its pre_tokenizer is another one");
    return {};
}

/// tokenizer_config.json: added tokens with their ids, and which of them are special.
Result<std::string> readConfig(const fs::path &file, Added &added)
{
    const auto config = readJsonObject(file);
    if (!config)
        return fail(config);
    const auto list = config->find("added_tokens_decoder");
    if (list != config->end() && list->is_object()) {
        for (const auto &[key, token] : list->items()) {
            std::int64_t id = -1;
            std::from_chars(key.data(), key.data() + key.size(), id);
            if (auto made = add(added, id, token, file.string()); !made)
                return fail(made);
        }
    }
    std::set<std::string> names;
    constexpr const char *kUsual = "<|endoftext|>"; // of Qwen2Tokenizer where nothing is said
    for (const char *key : {"eos_token", "unk_token", "pad_token", "bos_token"}) {
        const auto token = config->find(key);
        if (token != config->end())
            names.insert(nameOf(*token));
        else if (key != std::string_view("bos_token"))
            names.insert(kUsual);
    }
    const auto more = config->find("additional_special_tokens");
    if (more != config->end() && more->is_array()) {
        for (const json &token : *more)
            names.insert(nameOf(token));
    }
    for (auto &[id, token] : added.byId)
        token.isSpecial = names.contains(token.text);
    const auto end = config->find("eos_token");
    return end == config->end() ? kUsual : nameOf(*end);
}

} // namespace

Result<BytePairFiles> BytePairFiles::read(const fs::path &file)
{
    const std::string where = file.string();
    const auto whole = readJsonObject(file);
    if (!whole)
        return fail(whole);
    Added added;
    const bool isWhole = whole->contains("model");
    if (isWhole) {
        if (auto known = checkKind(*whole, where); !known)
            return fail(known);
        for (const json &token : whole->value("added_tokens", json::array())) {
            const json id = token.is_object() ? token.value("id", json()) : json();
            if (!id.is_number_integer())
                return fail(ErrorCode::BadInput, "an added token is " + valueText(token), where);
            if (auto made = add(added, id.get<std::int64_t>(), token, where); !made)
                return fail(made);
        }
    }
    const json model = isWhole ? (*whole)["model"] : json();
    const auto pieces = piecesOf(isWhole ? model.value("vocab", json()) : *whole, where);
    if (!pieces)
        return fail(pieces);
    const auto merges = isWhole ? mergesFromJson(model.value("merges", json::array()), where)
                                : mergesFromText(file.parent_path() / "merges.txt");
    if (!merges)
        return fail(merges);
    auto pairs = BytePairs::make(*pieces, *merges);
    if (!pairs)
        return fail(pairs.error().code, pairs.error().message, where);

    std::error_code ignored;
    const fs::path older = file.parent_path() / "added_tokens.json";
    if (!isWhole && fs::exists(older, ignored)) {
        const auto list = readJsonObject(older);
        if (!list)
            return fail(list);
        for (const auto &[text, id] : list->items()) {
            const auto made = add(added, id.is_number_integer() ? id.get<std::int64_t>() : -1,
                                  json(text), older.string());
            if (!made)
                return fail(made);
        }
    }
    std::string end = "<|endoftext|>";
    const fs::path config = file.parent_path() / "tokenizer_config.json";
    if (fs::exists(config, ignored)) {
        const auto named = readConfig(config, added);
        if (!named)
            return fail(named);
        end = *named;
    }
    BytePairFiles made{std::move(*pairs), {}, -1};
    for (auto &[id, token] : added.byId) {
        if (findInvalidUtf8(token.text) != std::string_view::npos)
            return fail(ErrorCode::BadInput, "an added token is not UTF-8", where);
        if (token.text == end)
            made.end = id;
        made.added.push_back(std::move(token));
    }
    if (made.end < 0)
        return fail(ErrorCode::BadInput, "has no token \"" + end + "\" to end an answer with",
                    where);
    return made;
}

} // namespace ecva
