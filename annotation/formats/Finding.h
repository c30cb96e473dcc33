#pragma once

#include <QList>
#include <QSet>
#include <QString>

namespace ecva {

enum class Severity { Error, Warning, Note };

/// "error", "warning", "note": stable, for reports and JSON.
QString toName(Severity severity);

/// A rule of a format. The texts are in the reader's language.
struct RuleInfo
{
    QString id; ///< stable: "time.form"
    Severity severity = Severity::Warning;
    QString title;   ///< "Time not in MMSS form"
    QString hint;    ///< one sentence: what the rule wants
    QString outcome; ///< what happens: "Clip without annotation"
    int places = 0;  ///< how often it was met in this plan
};

/// One place where a rule was met.
struct Finding
{
    QString rule;
    Severity severity = Severity::Warning;
    QString place;      ///< where in the file: "一轮标注!E238", "00167 cause"
    int record = -1;    ///< index of the record it belongs to; -1: of none
    QString clip;       ///< name of the clip: "00229"
    QString raw;        ///< the offending text, word for word
    QString suggestion; ///< the text as it would be with the fix; empty: no certain fix
    QString reads;      ///< what the fixed text means: "0:43 to 0:48"; empty without a fix
    QString message;    ///< why, in the reader's language

    bool isFixable() const { return !suggestion.isEmpty(); }
};

/// The guessed fixes a person agreed to: a whole rule, or single places of it. Empty: none.
class AcceptedFixes
{
public:
    void acceptRule(const QString &rule) { m_keys.insert(rule); }
    void accept(const QString &rule, const QString &place) { m_keys.insert(key(rule, place)); }
    void reject(const QString &rule, const QString &place) { m_keys.remove(key(rule, place)); }
    bool accepts(const QString &rule, const QString &place) const
    {
        return m_keys.contains(rule) || m_keys.contains(key(rule, place));
    }

private:
    static QString key(const QString &rule, const QString &place) { return rule + u'@' + place; }
    QSet<QString> m_keys;
};

} // namespace ecva
