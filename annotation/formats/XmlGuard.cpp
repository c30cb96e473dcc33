#include "annotation/formats/XmlGuard.h"

#include <utility>

namespace ecva {
namespace {

constexpr qint64 kLongestTag = 64 << 10;
constexpr qint64 kLongestText = 4 << 20; // a spreadsheet's cell holds 32,767 characters
constexpr int kDeepest = 64;

} // namespace

XmlGuard::XmlGuard(QIODevice &source)
    : m_source(source)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 XmlGuard::readData(char *data, qint64 size)
{
    if (m_refusal)
        return -1;
    const qint64 got = m_source.read(data, size);
    for (qint64 i = 0; i < got; ++i) {
        if (!accept(data[i])) {
            setErrorString(QString::fromStdString(*m_refusal));
            return -1;
        }
    }
    return got;
}

bool XmlGuard::refuse(std::string why)
{
    m_refusal = std::move(why);
    return false;
}

void XmlGuard::enter(State state)
{
    m_state = state;
    m_length = 0;
}

bool XmlGuard::leaveTag()
{
    const bool empty = m_last[1] == '/';
    if (m_closing)
        --m_depth;
    else if (!empty && ++m_depth > kDeepest)
        return refuse("nested deeper than " + std::to_string(kDeepest));
    enter(State::Text);
    return true;
}

// A lexer only as fine as the limits need: it never has to understand what it lets pass.
bool XmlGuard::accept(char c)
{
    if (c == '\0')
        return refuse("not UTF-8");
    ++m_length;
    const bool markup
        = m_state != State::Text && m_state != State::CData && m_state != State::Comment;
    // Quoted is part of its tag: its bytes count with it.
    if (m_length > (markup ? kLongestTag : kLongestText))
        return refuse(markup ? "a tag of absurd length" : "a text of absurd length");

    switch (m_state) {
    case State::Text:
        if (c == '<')
            enter(State::Open);
        break;
    case State::Open:
        m_closing = c == '/';
        m_state = c == '!' ? State::Bang : c == '?' ? State::Instruction : State::Tag;
        if (c == '>')
            return refuse("not XML");
        break;
    case State::Tag:
        if (c == '"' || c == '\'') {
            m_quote = c;
            m_state = State::Quoted;
        } else if (c == '>') {
            return leaveTag();
        }
        break;
    case State::Quoted:
        if (c == m_quote)
            m_state = State::Tag;
        break;
    case State::Bang:
        if (c == '[')
            enter(State::CData);
        else if (c == '-')
            enter(State::Comment);
        else
            return refuse("a document type, which no spreadsheet has");
        break;
    case State::Comment:
        if (c == '>' && m_last[0] == '-' && m_last[1] == '-' && m_length > 3)
            enter(State::Text);
        break;
    case State::CData:
        if (c == '>' && m_last[0] == ']' && m_last[1] == ']')
            enter(State::Text);
        break;
    case State::Instruction:
        if (c == '>' && m_last[1] == '?')
            enter(State::Text);
        break;
    }
    m_last[0] = std::exchange(m_last[1], c);
    return true;
}

} // namespace ecva
