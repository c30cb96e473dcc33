// Commands of the inspector, and where they lead: the next open rule, the next clip.
#include "annotation/document/Document.h"
#include "annotation/domain/Taxonomy.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/inspector/ClassPicker.h"
#include "ui/inspector/InspectorFooter.h"
#include "ui/inspector/InspectorPanel.h"
#include "ui/inspector/KeySentenceList.h"
#include "ui/inspector/TextField.h"
#include "ui/inspector/VerdictCombo.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Wording.h"
#include "ui/workspace/Workspace.h"

#include <QScrollArea>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kDigits = 9;

} // namespace

void InspectorPanel::registerCommands()
{
    const auto noClip = [this] { return clip() ? QString() : tr("No clip is open"); };
    const auto notWritable = [this, noClip] {
        const QString reason = noClip();
        return reason.isEmpty() ? readOnlyReason() : reason;
    };
    const auto noSegment = [this, notWritable] {
        const QString reason = notWritable();
        return reason.isEmpty() && !segment() ? tr("No segment is selected") : reason;
    };

    ActionRegistry::Command choose;
    choose.id = QStringLiteral("segment.class");
    choose.group = QStringLiteral("segment");
    choose.text = [] { return tr("Choose the class…"); };
    choose.obstacle = noSegment;
    choose.run = [this] { openClassPicker({}); };
    m_actions.add(std::move(choose));

    for (int digit = 1; digit <= kDigits; ++digit) {
        ActionRegistry::Command begin;
        begin.id = QStringLiteral("segment.class.%1").arg(digit);
        begin.group = QStringLiteral("segment");
        begin.defaultKeys = {QKeySequence(Qt::Key_0 + digit)};
        begin.text = [digit] {
            const TaxonomyClass *entry
                = Taxonomy::published().find(QStringLiteral("cuva:%1").arg(digit));
            return tr("Class %1 · %2…").arg(digit).arg(entry ? displayName(*entry) : QString());
        };
        begin.obstacle = noSegment;
        begin.run = [this, digit] { openClassPicker(QString::number(digit)); };
        m_actions.add(std::move(begin));
    }

    ActionRegistry::Command next;
    next.id = QStringLiteral("text.nextIssue");
    next.group = QStringLiteral("text");
    next.area = FocusArea::Everywhere;
    next.defaultKeys = {QKeySequence(Qt::Key_F8)};
    next.text = [] { return tr("Next open field or rule"); };
    next.obstacle = noClip;
    next.run = [this] { goToNextIssue(); };
    m_actions.add(std::move(next));

    ActionRegistry::Command submit;
    submit.id = QStringLiteral("clip.submit");
    submit.group = QStringLiteral("clip");
    submit.area = FocusArea::Everywhere;
    submit.defaultKeys = {QKeySequence(Qt::CTRL | Qt::Key_Return)};
    submit.text = [] { return tr("Submit and next"); };
    submit.obstacle = notWritable;
    submit.run = [this] { submitAndGoOn(); };
    m_actions.add(std::move(submit));
}

void InspectorPanel::openClassPicker(const QString &typed)
{
    m_scroll->ensureWidgetVisible(m_class);
    m_class->openPopup(typed);
}

bool InspectorPanel::isAt(const ClipIssue &issue) const
{
    if (issue.segment && issue.segment != m_segment)
        return false;
    switch (issue.field) {
    case ClipIssue::Field::Verdict:
        return m_verdict->hasFocus();
    case ClipIssue::Field::Label:
        return m_class->hasFocus();
    case ClipIssue::Field::Description:
        return m_what->edit()->hasFocus();
    case ClipIssue::Field::Cause:
        return m_why->edit()->hasFocus();
    case ClipIssue::Field::Result:
        return m_how->edit()->hasFocus();
    case ClipIssue::Field::KeySentences:
        return m_sentences->hasFocusInside() && m_sentences->focusedSentence() == issue.keySentence;
    case ClipIssue::Field::Segment:
        break;
    }
    return false;
}

void InspectorPanel::goToNextIssue()
{
    flush();
    if (m_issues.empty()) {
        m_workspace.showHint(tr("Nothing is open in this clip"));
        return;
    }
    const auto here = std::find_if(m_issues.begin(), m_issues.end(),
                                   [this](const ClipIssue &issue) { return isAt(issue); });
    auto there = here == m_issues.end() ? m_issues.begin() : here + 1;
    if (there == m_issues.end())
        there = m_issues.begin();
    const ClipIssue issue = *there; // going there may change the list
    goTo(issue);
}

void InspectorPanel::goTo(const ClipIssue &issue)
{
    if (issue.segment)
        m_workspace.setSegment(issue.segment);
    switch (issue.field) {
    case ClipIssue::Field::Verdict:
        m_verdict->setFocus(Qt::OtherFocusReason);
        m_scroll->ensureWidgetVisible(m_verdict);
        break;
    case ClipIssue::Field::Segment:
        m_workspace.requestFocus(QStringLiteral("timeline"));
        break;
    case ClipIssue::Field::Label:
        m_class->setFocus(Qt::OtherFocusReason);
        m_scroll->ensureWidgetVisible(m_class);
        break;
    case ClipIssue::Field::Description:
        if (!issue.segment)
            m_workspace.setSegment({});
        focusField(QStringLiteral("description"));
        break;
    case ClipIssue::Field::Cause:
        focusField(QStringLiteral("cause"));
        break;
    case ClipIssue::Field::Result:
        focusField(QStringLiteral("result"));
        break;
    case ClipIssue::Field::KeySentences:
        m_sentences->focusRow(issue.keySentence);
        break;
    }
    m_workspace.showHint(issue.message);
}

void InspectorPanel::focusField(const QString &field)
{
    TextField *wanted = field == QLatin1String("description") ? m_what
                        : field == QLatin1String("cause")     ? m_why
                        : field == QLatin1String("result")    ? m_how
                                                              : nullptr;
    if (wanted) {
        wanted->edit()->setFocus(Qt::OtherFocusReason);
        m_scroll->ensureWidgetVisible(wanted, 0, 8);
    } else if (field == QLatin1String("keysentences")) {
        m_sentences->focusRow({});
    } else if (field == QLatin1String("class")) {
        openClassPicker({});
    }
}

void InspectorPanel::skip()
{
    flush();
    const QString reason = m_actions.trigger(QStringLiteral("clip.nextUnfinished"));
    if (!reason.isEmpty())
        m_workspace.showHint(reason);
}

void InspectorPanel::submitAndGoOn()
{
    flush();
    const Clip *submitted = clip();
    if (!submitted)
        return;
    const QString obstacle = submitObstacle(m_document->model(), m_clip, m_workspace.activeRound());
    if (!obstacle.isEmpty()) {
        m_footer->showRefusal(obstacle);
        m_workspace.showHint(obstacle);
        m_verdict->setFocus(Qt::OtherFocusReason);
        m_scroll->ensureWidgetVisible(m_verdict);
        return;
    }
    // Further states are the reviewers'; sending in again does not take them back.
    if (submitted->status == ClipStatus::Draft || submitted->status == ClipStatus::Returned) {
        setStatus(ClipStatus::Submitted);
        if (!clip() || clip()->status != ClipStatus::Submitted)
            return; // not on disk: the window says why
    }
    skip();
    m_workspace.requestFocus(QStringLiteral("timeline"));
}

} // namespace ecva
