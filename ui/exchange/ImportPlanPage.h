#pragma once

#include <QWidget>

#include <vector>

class QCheckBox;

namespace ecva {

class Bar;
class CellTable;
class IconButton;
class IconMark;
class ImportSession;
class Label;
class NumberStrip;
struct Finding;

/// What a file would become: numbers, rules, their places with the fixes to tick, and the record of
/// the selected place before and after.
class ImportPlanPage : public QWidget
{
    Q_OBJECT

public:
    explicit ImportPlanPage(ImportSession &session, QWidget *parent = nullptr);

    /// After the plan has changed.
    void showPlan();
    /// Goes to the next place, over the end of a rule to the next rule.
    void nextPlace(int step);
    int currentRule() const;
    void focusRules();
    void retranslate();

Q_SIGNALS:
    void currentRuleChanged();

private:
    QWidget *makeRules();
    QWidget *makePlaces();
    QWidget *makeRecord();
    void showNumbers();
    void showRule(int rule);
    void showPlace(int place);
    void showRecord();
    void showTicks();
    void stepRecord(int step);

    ImportSession &m_session;
    std::vector<const Finding *> m_findings; // of the current rule, in the session's plan
    int m_record = -1;

    NumberStrip *m_strip;
    Bar *m_notice;
    QCheckBox *m_again;
    Label *m_noticeText;
    CellTable *m_rules = nullptr;
    IconMark *m_ruleIcon = nullptr;
    Label *m_ruleTitle = nullptr;
    Label *m_ruleHint = nullptr;
    Label *m_ticked = nullptr;
    QCheckBox *m_tickAll = nullptr;
    CellTable *m_places = nullptr;
    Label *m_recordTitle = nullptr;
    Label *m_recordRound = nullptr;
    Label *m_recordNote = nullptr;
    IconButton *m_previous = nullptr;
    IconButton *m_next = nullptr;
    CellTable *m_fields = nullptr;
};

} // namespace ecva
