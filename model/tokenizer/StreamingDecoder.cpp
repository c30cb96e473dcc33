#include "model/tokenizer/StreamingDecoder.h"

#include "model/tokenizer/BytePiece.h"
#include "model/tokenizer/Utf8.h"

#include <algorithm>

namespace ecva {
namespace {

/// Ids that decode() drops wherever they stand.
bool isSilent(const Tokenizer &tokenizer, std::int32_t id)
{
    return id == tokenizer.bos() || id == tokenizer.eos() || id == tokenizer.unknown() || id < 0
           || id >= tokenizer.size();
}

} // namespace

std::size_t StreamingDecoder::unfinished(const std::string &text) const
{
    std::string bytes; // of the run of byte pieces at the end, as far back as a character reaches
    for (auto id = m_window.rbegin(); id != m_window.rend() && bytes.size() < 4; ++id) {
        if (isSilent(m_tokenizer, *id))
            continue;
        const auto byte = byteOfPiece(m_tokenizer.piece(*id));
        if (!byte)
            break;
        bytes.insert(bytes.begin(), static_cast<char>(*byte));
    }
    const std::size_t count = unfinishedUtf8(bytes);
    std::string replacements;
    for (std::size_t i = 0; i < count; ++i)
        replacements += kReplacementCharacter;
    return text.ends_with(replacements) ? count : 0;
}

std::string StreamingDecoder::pushBytes(const std::string &bytes)
{
    m_bytes += bytes;
    const std::size_t whole = m_bytes.size() - unfinishedUtf8(m_bytes);
    std::string text;
    appendReplacingBroken(std::string_view(m_bytes).substr(0, whole), text);
    m_bytes.erase(0, whole);
    return text;
}

std::string StreamingDecoder::push(std::int32_t id)
{
    if (const auto bytes = m_tokenizer.bytes(id))
        return pushBytes(*bytes);
    m_window.push_back(id);
    const std::string text = m_tokenizer.decode(m_window);
    m_held = unfinished(text);
    const std::size_t end = text.size() - m_held * kReplacementCharacter.size();
    if (end < m_emitted) // a tokenizer that takes text back: nothing can be given out any more
        return {};
    std::string added = text.substr(m_emitted, end - m_emitted);
    m_emitted = end;
    // From an id on that decodes to text by itself, decoding starts afresh: nothing is stripped
    // behind it, and no byte run reaches across it.
    if (!isSilent(m_tokenizer, id) && !byteOfPiece(m_tokenizer.piece(id))) {
        const std::string alone = m_tokenizer.decode({&id, 1});
        if (!alone.empty()) {
            m_window.assign(1, id);
            m_emitted = alone.size();
        }
    }
    return added;
}

std::string StreamingDecoder::finish()
{
    std::string rest;
    appendReplacingBroken(m_bytes, rest);
    m_bytes.clear();
    for (; m_held > 0; --m_held)
        rest += kReplacementCharacter;
    m_emitted += rest.size();
    return rest;
}

std::vector<std::string> tokenTexts(const Tokenizer &tokenizer,
                                    const std::vector<std::int32_t> &ids)
{
    StreamingDecoder decoder(tokenizer);
    std::vector<std::string> texts(ids.size());
    std::size_t lastByte = 0; // the id that bytes held back belong to
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const bool silent = isSilent(tokenizer, ids[i]);
        const auto bytes = tokenizer.bytes(ids[i]);
        const bool isByte
            = bytes ? !bytes->empty() : !silent && byteOfPiece(tokenizer.piece(ids[i])).has_value();
        const std::size_t held = decoder.m_held;
        texts[i] = decoder.push(ids[i]);
        if (isByte) {
            lastByte = i;
        } else if (!silent && held > 0) {
            // This id only showed that the character before it is broken.
            const std::size_t broken
                = std::min(held * kReplacementCharacter.size(), texts[i].size());
            texts[lastByte] += texts[i].substr(0, broken);
            texts[i].erase(0, broken);
        }
    }
    if (!ids.empty())
        texts[lastByte] += decoder.finish();
    return texts;
}

} // namespace ecva
