#include "ui/inspector/InspectorPanel.h"

#include "annotation/document/Document.h"
#include "ui/inspector/AnswerBinding.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/inspector/ClassPicker.h"
#include "ui/inspector/InspectorFooter.h"
#include "ui/inspector/KeySentenceList.h"
#include "ui/inspector/SegmentTimes.h"
#include "ui/inspector/StatusControl.h"
#include "ui/inspector/TextField.h"
#include "ui/inspector/VerdictCombo.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace ecva {

InspectorPanel::InspectorPanel(Workspace &workspace, ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_footer(new InspectorFooter)
{
    setObjectName(QStringLiteral("inspector"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(new Hairline(Qt::Horizontal));
    column->addWidget(makeContents(), 1);
    column->addWidget(new Hairline(Qt::Horizontal));
    column->addWidget(m_footer);

    m_sentences->setTabPredecessor(m_how->edit());

    m_whatBinding = new AnswerBinding(*m_what, Task::Description, this);
    m_whyBinding = new AnswerBinding(*m_why, Task::Cause, this);
    m_howBinding = new AnswerBinding(*m_how, Task::Result, this);

    applyPalette();
    connectFields();
    registerCommands();
    connectWorkspace();
    retranslate();
    onDocumentChanged();
}

void InspectorPanel::setCard(QWidget *card)
{
    auto *column = qobject_cast<QVBoxLayout *>(layout());
    column->insertWidget(column->indexOf(m_footer), card);
}

InspectorPanel::~InspectorPanel()
{
    flush();
}

QWidget *InspectorPanel::makeHeader()
{
    auto *header = new QWidget;
    header->setFixedHeight(36);
    m_title = new Label(Label::Tone::Text1);
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_title->setObjectName(QStringLiteral("inspectorTitle"));
    m_count = new Label(Label::Tone::Text3);
    m_count->setObjectName(QStringLiteral("inspectorCount"));
    m_status = new StatusControl;
    m_status->setObjectName(QStringLiteral("statusControl"));
    m_previous = new IconButton(QStringLiteral("chevron-up"));
    m_previous->setObjectName(QStringLiteral("previousSegment"));
    m_next = new IconButton(QStringLiteral("chevron-down"));
    m_next->setObjectName(QStringLiteral("nextSegment"));
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(16, 0, 8, 0);
    row->setSpacing(0);
    row->addWidget(m_title);
    row->addSpacing(6);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addWidget(m_status);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    return header;
}

QWidget *InspectorPanel::makeContents()
{
    m_class = new ClassPicker;
    m_class->setObjectName(QStringLiteral("classPicker"));
    m_times = new SegmentTimes;
    m_severityLabel = new Label(Label::Tone::Text2);
    m_severity = new SegmentedControl(SegmentedControl::Look::Cells);
    m_severity->setObjectName(QStringLiteral("severity"));
    m_severity->setItems({QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3"),
                          QStringLiteral("4"), QStringLiteral("5")});
    m_severity->setClearable(true);
    m_verdict = new VerdictCombo;
    m_verdict->setObjectName(QStringLiteral("verdictCombo"));
    m_what = new TextField(QStringLiteral("whatField"));
    m_why = new TextField(QStringLiteral("whyField"));
    m_how = new TextField(QStringLiteral("howField"));
    m_sentences = new KeySentenceList;
    m_sentences->setObjectName(QStringLiteral("keySentences"));

    auto *judgement = new QHBoxLayout;
    judgement->setSpacing(8);
    judgement->addWidget(m_severityLabel);
    judgement->addWidget(m_severity);
    judgement->addStretch(1);
    judgement->addWidget(m_verdict, 100);

    auto *contents = new QWidget;
    auto *column = new QVBoxLayout(contents);
    // The scroll bar's 10 px are always kept, so that nothing moves when it is needed.
    column->setContentsMargins(16, 12, 6, 12);
    column->setSpacing(0);
    column->addWidget(m_class);
    column->addSpacing(6);
    column->addWidget(m_times);
    column->addSpacing(2);
    column->addLayout(judgement);
    column->addSpacing(10);
    for (TextField *field : {m_what, m_why, m_how}) {
        column->addWidget(field);
        column->addSpacing(9);
    }
    column->addWidget(m_sentences);
    column->addStretch(1);

    m_scroll = new QScrollArea;
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_scroll->setWidget(contents);
    return m_scroll;
}

void InspectorPanel::connectWorkspace()
{
    connect(&m_workspace, &Workspace::documentChanged, this, &InspectorPanel::onDocumentChanged);
    connect(&m_workspace, &Workspace::clipChanged, this, &InspectorPanel::bind);
    connect(&m_workspace, &Workspace::segmentChanged, this, &InspectorPanel::bind);
    connect(&m_workspace, &Workspace::indexChanged, this, &InspectorPanel::bind);
    connect(&m_workspace, &Workspace::flushRequested, this, &InspectorPanel::flush);
    connect(&m_workspace, &Workspace::focusRequested, this, &InspectorPanel::focusField);
}

void InspectorPanel::connectFields()
{
    const auto leave = [this] { m_workspace.requestFocus(QStringLiteral("timeline")); };
    for (TextField *field : {m_what, m_why, m_how})
        connect(field, &TextField::leaveRequested, this, leave);
    connect(m_times, &SegmentTimes::leaveRequested, this, leave);
    connect(m_sentences, &KeySentenceList::leaveRequested, this, leave);
    connect(m_sentences, &KeySentenceList::refused, &m_workspace, &Workspace::showHint);
    connect(m_sentences, &KeySentenceList::rowFocused, this,
            [this](QWidget *row) { m_scroll->ensureWidgetVisible(row, 0, 24); });
    connect(m_class, &ClassPicker::chosen, this, &InspectorPanel::setLabel);
    connect(m_severity, &SegmentedControl::chosen, this, &InspectorPanel::setSeverity);
    connect(m_verdict, &VerdictCombo::chosen, this, &InspectorPanel::setVerdict);
    connect(m_status, &StatusControl::chosen, this, &InspectorPanel::setStatus);
    connect(m_previous, &QAbstractButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("segment.previous")); });
    connect(m_next, &QAbstractButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("segment.next")); });
    connect(m_footer, &InspectorFooter::nextIssueRequested, this, &InspectorPanel::goToNextIssue);
    connect(m_footer, &InspectorFooter::skipRequested, this, &InspectorPanel::skip);
    connect(m_footer, &InspectorFooter::submitRequested, this, &InspectorPanel::submitAndGoOn);
}

void InspectorPanel::applyPalette()
{
    // Fields stand out from the panel; in the dark theme the general base lies below it.
    QPalette own = palette();
    own.setColor(QPalette::Base, themeOf(this).raised);
    setPalette(own);
}

void InspectorPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::StyleChange)
        applyPalette();
}

void InspectorPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier)
        m_workspace.requestFocus(QStringLiteral("timeline"));
    else
        QWidget::keyPressEvent(event);
}

void InspectorPanel::retranslate()
{
    m_severityLabel->setText(tr("Severity"));
    m_severity->setAccessibleName(tr("Severity, 1 to 5"));
    m_class->setAccessibleName(tr("Class of the segment"));
    m_previous->setAccessibleName(tr("Previous segment"));
    m_next->setAccessibleName(tr("Next segment"));
    m_previous->setToolTip(tr("Previous segment"));
    m_next->setToolTip(tr("Next segment"));
    m_what->setTitles(tr("What"), tr("what happened"),
                      tr("What happens, who does it, and to whom?"));
    m_why->setTitles(tr("Why"), tr("cause"), tr("What led to it?"));
    m_how->setTitles(tr("How"), tr("result"), tr("How did it end for people and property?"));
    m_verdict->retranslate();
    m_status->retranslate();
    m_times->retranslate();
    m_sentences->retranslate();
    m_sentences->setKeyHint(m_actions.keyText(QStringLiteral("text.nextIssue")));
    m_footer->retranslate();
    m_footer->setKeyHints(m_actions.keyText(QStringLiteral("clip.submit")),
                          m_actions.keyText(QStringLiteral("text.nextIssue")));
    refreshSegment();
    refreshIssues();
}

void InspectorPanel::onDocumentChanged()
{
    if (m_document) {
        flush();
        m_document->disconnect(this);
    }
    m_document = m_workspace.document();
    if (m_document)
        connect(m_document, &Document::changed, this, &InspectorPanel::onChanged);
    bind();
}

const Clip *InspectorPanel::clip() const
{
    return m_document ? m_document->model().clip(m_clip) : nullptr;
}

const Segment *InspectorPanel::segment() const
{
    return m_document ? m_document->model().segment(m_segment) : nullptr;
}

QString InspectorPanel::readOnlyReason() const
{
    return m_document && m_document->isReadOnly() ? tr("The project is open for reading only")
                                                  : QString();
}

void InspectorPanel::bind()
{
    m_clip = m_workspace.clip();
    m_segment = m_workspace.segment();
    if (!clip())
        m_clip = {};
    if (const Segment *selected = segment(); !selected || selected->clip != m_clip)
        m_segment = {};
    Document *document = m_clip ? m_document.data() : nullptr;
    const QString reason = readOnlyReason();
    const QString round = m_workspace.activeRound();
    const Segment *selected = segment();
    // Texts of a segment are of the round that it was marked in.
    m_whatBinding->bind(document, {m_clip, m_segment, selected ? selected->track : round}, reason);
    m_whyBinding->bind(document, {m_clip, {}, round}, reason);
    m_howBinding->bind(document, {m_clip, {}, round}, reason);
    m_sentences->bind(document, m_clip, round, reason);
    m_times->bind(document, m_segment, m_workspace.index(), reason);
    refreshClip();
    refreshSegment();
    refreshIssues();
}

void InspectorPanel::onChanged(const ChangeEvent &event)
{
    const bool gone = (m_clip && !clip()) || (m_segment && !segment());
    if (gone || event.settings || event.clipsAddedOrRemoved
        || event.origin == ChangeEvent::Origin::Reload) {
        bind();
        return;
    }
    if (!event.clips.contains(m_clip))
        return;
    m_whatBinding->refresh();
    m_whyBinding->refresh();
    m_howBinding->refresh();
    m_sentences->refresh();
    m_times->refresh();
    refreshClip();
    refreshSegment();
    refreshIssues();
}

void InspectorPanel::refreshClip()
{
    const Clip *shown = clip();
    const QString reason = readOnlyReason();
    const bool writable = shown && reason.isEmpty();
    m_status->setVisible(shown);
    m_status->setEnabled(writable);
    m_status->setToolTip(reason);
    m_verdict->setEnabled(writable);
    m_verdict->setToolTip(reason);
    m_status->setStatus(shown ? shown->status : ClipStatus::Draft);
    m_verdict->setVerdict(shown ? shown->verdict : Verdict::Undecided);
    const bool required = shown && owesTexts(shown->verdict);
    for (TextField *field : {m_what, m_why, m_how})
        field->setRequired(required);
    m_sentences->setRequired(required);
    m_footer->setUsable(shown, reason);
}

void InspectorPanel::refreshSegment()
{
    const Segment *shown = segment();
    int number = 0;
    int count = 0;
    if (clip()) {
        const QString track = shown ? shown->track : m_workspace.activeRound();
        for (const Segment *each : m_document->model().segmentsOf(m_clip)) {
            if (each->track != track)
                continue;
            ++count;
            if (each->id == m_segment)
                number = count;
        }
    }
    m_title->setText(number > 0 ? tr("Segment %1").arg(number) : tr("Clip"));
    m_count->setText(number > 0 ? tr("/ %1", "of so many segments").arg(count) : QString());
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);

    const QString reason = readOnlyReason();
    const bool writable = shown && reason.isEmpty();
    for (QWidget *widget : {static_cast<QWidget *>(m_class), static_cast<QWidget *>(m_severity),
                            static_cast<QWidget *>(m_severityLabel)}) {
        widget->setEnabled(writable);
        widget->setToolTip(reason);
    }
    m_class->setLabel(shown ? shown->label : QString());
    if (shown)
        m_class->setPlaceholder(tr("Choose a class: type its code or name"));
    else if (clip() && count > 0)
        m_class->setPlaceholder(tr("No segment selected"));
    else if (clip())
        m_class->setPlaceholder(tr("Press I at the start, O at the end, Enter."));
    else
        m_class->setPlaceholder({});
    m_severity->setCurrentIndex(shown && shown->severity ? *shown->severity - 1 : -1);
}

void InspectorPanel::refreshIssues()
{
    m_issues.clear();
    if (clip())
        m_issues = checkClip(m_document->model(), m_clip, m_workspace.activeRound());
    const auto broken = static_cast<int>(std::count_if(
        m_issues.begin(), m_issues.end(), [](const ClipIssue &issue) { return issue.broken; }));
    m_footer->setOpen(static_cast<int>(m_issues.size()) - broken, broken);
}

void InspectorPanel::flush()
{
    for (AnswerBinding *binding : {m_whatBinding, m_whyBinding, m_howBinding})
        binding->flush();
    m_sentences->flush();
    m_times->flush();
}

void InspectorPanel::commit(Edit &&edit, const Result<void> &prepared)
{
    Result<void> done = prepared;
    if (done) {
        if (const auto committed = m_document->commit(std::move(edit)); !committed)
            done = fail(committed);
    }
    if (!done) {
        m_workspace.showHint(QString::fromStdString(done.error().text()));
        bind(); // the controls show again what is stored
    }
}

void InspectorPanel::setVerdict(Verdict verdict)
{
    if (!clip() || clip()->verdict == verdict)
        return;
    Edit edit(*m_document, QStringLiteral("clip.verdict"));
    ClipPatch patch;
    patch.verdict = verdict;
    const Result<void> prepared = edit.setClip(m_clip, patch);
    commit(std::move(edit), prepared);
}

void InspectorPanel::setStatus(ClipStatus status)
{
    if (!clip() || clip()->status == status)
        return;
    flush();
    Edit edit(*m_document, QStringLiteral("clip.status"));
    ClipPatch patch;
    patch.status = status;
    const Result<void> prepared = edit.setClip(m_clip, patch);
    commit(std::move(edit), prepared);
}

void InspectorPanel::setLabel(const QString &label)
{
    SegmentPatch patch;
    patch.label = label;
    patchSelected(QStringLiteral("segment.label"), patch);
}

void InspectorPanel::setSeverity(int index)
{
    SegmentPatch patch;
    patch.severity = index < 0 ? std::optional<int>() : std::optional<int>(index + 1);
    patchSelected(QStringLiteral("segment.severity"), patch);
}

void InspectorPanel::patchSelected(const QString &command, const SegmentPatch &patch)
{
    if (!segment())
        return;
    std::vector<SegmentId> ids{m_segment};
    if (m_segment == m_workspace.segment())
        ids = m_workspace.selection();
    Edit edit(*m_document, command);
    Result<void> prepared;
    for (const SegmentId id : ids) {
        const Segment *each = edit.segment(id);
        if (!prepared || !each || (patch.label && each->label == *patch.label))
            continue;
        prepared = edit.setSegment(id, patch);
    }
    if (!edit.isEmpty() || !prepared)
        commit(std::move(edit), prepared);
}

} // namespace ecva
