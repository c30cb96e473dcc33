#pragma once

#include "annotation/domain/Ids.h"

#include <QWidget>

#include <vector>

namespace ecva {

class CellTable;
class ExportSession;
class IconButton;
class IconMark;
class JsonView;
class Label;
class NumberStrip;
struct Finding;
struct RuleInfo;

/// What an export would write: numbers, tasks, rules with what they refuse, a record and the
/// manifest as they would stand in the files.
class ExportPlanPage : public QWidget
{
    Q_OBJECT

public:
    explicit ExportPlanPage(ExportSession &session, QWidget *parent = nullptr);

    /// After anything of the session has changed.
    void refresh();
    void retranslate();
    /// Next refused place, over the end of a rule to the next rule with places.
    void nextPlace(int step);

Q_SIGNALS:
    void clipRequested(ecva::ClipId clip);

private:
    QWidget *makeLeft();
    QWidget *makeMiddle();
    QWidget *makeRight();
    void showNumbers();
    void showRules();
    void showRule(int row);
    void showRecord(int record);

    ExportSession &m_session;
    std::vector<RuleInfo> m_ruleList;        // with their places, the met ones first
    std::vector<const Finding *> m_findings; // of the current rule, in the session's plan
    int m_shown = -1;                        // number of the plan on the screen
    int m_record = 0;

    NumberStrip *m_strip;
    CellTable *m_tasks = nullptr;
    CellTable *m_rules = nullptr;
    Label *m_ruleTitle = nullptr;
    Label *m_ruleHint = nullptr;
    CellTable *m_refused = nullptr;
    Label *m_recordTitle = nullptr;
    IconButton *m_previous = nullptr;
    IconButton *m_next = nullptr;
    JsonView *m_json = nullptr;
    Label *m_manifestTitle = nullptr;
    Label *m_manifestFile = nullptr;
    JsonView *m_manifest = nullptr;
};

} // namespace ecva
