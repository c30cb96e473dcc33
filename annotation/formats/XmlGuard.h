#pragma once

#include <QIODevice>

#include <optional>
#include <string>

namespace ecva {

/// Stands between a file and an XML parser, which is made for honest files: stops at what no
/// spreadsheet holds and what costs a parser time or memory out of proportion. That is a document
/// type (entities), a tag or a text of absurd length (attributes are compared with each other),
/// deep nesting, and any encoding but UTF-8, in which all this could hide. Keeps no data.
class XmlGuard : public QIODevice
{
public:
    /// Neither owned nor opened here.
    explicit XmlGuard(QIODevice &source);

    bool isSequential() const override { return true; }
    /// What was refused, in English; nothing while all is well.
    const std::optional<std::string> &refusal() const { return m_refusal; }

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    enum class State { Text, Open, Tag, Quoted, Bang, Comment, CData, Instruction };

    bool accept(char c);
    bool refuse(std::string why);
    void enter(State state);
    bool leaveTag();

    QIODevice &m_source;
    State m_state = State::Text;
    qint64 m_length = 0; // bytes in this state
    int m_depth = 0;
    bool m_closing = false; // the tag began with "</"
    char m_quote = 0;
    char m_last[2] = {0, 0};
    std::optional<std::string> m_refusal;
};

} // namespace ecva
