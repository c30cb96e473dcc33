#pragma once

#include <QAbstractButton>

class QPushButton;

namespace ecva {

/// "1 rule open": sign and words in the colour of what they say; a click goes to the next one.
class RulesButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Tone { Ok, Missing, Broken };

    explicit RulesButton(QWidget *parent = nullptr);
    /// An empty text shows nothing.
    void setState(Tone tone, const QString &text);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {24, 28}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Ok;
};

/// The last line of the inspector, always there: what is open, Skip, Submit and next. 52 px.
class InspectorFooter : public QWidget
{
    Q_OBJECT

public:
    explicit InspectorFooter(QWidget *parent = nullptr);

    /// How many gaps there are and how many rules are broken.
    void setOpen(int missing, int broken);
    /// Why submitting was refused, until the next setOpen().
    void showRefusal(const QString &reason);
    void setUsable(bool clip, const QString &readOnlyReason);
    void setKeyHints(const QString &submit, const QString &next);
    void retranslate();

Q_SIGNALS:
    void nextIssueRequested();
    void skipRequested();
    void submitRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateRules();

    RulesButton *m_rules;
    QPushButton *m_skip;
    QPushButton *m_submit;
    QString m_submitKeys;
    QString m_nextKeys;
    QString m_readOnlyReason;
    int m_missing = 0;
    int m_broken = 0;
    bool m_hasClip = false;
};

} // namespace ecva
