#include "ui/review/ReviewView.h"

#include "annotation/document/Document.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/review/AnswerCell.h"
#include "ui/review/AnswerGrid.h"
#include "ui/review/DecisionBar.h"
#include "ui/review/DisagreementList.h"
#include "ui/review/GoldEditor.h"
#include "ui/review/NoAnswersPage.h"
#include "ui/review/ReviewColumn.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewWording.h"
#include "ui/style/Bar.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Wording.h"
#include "ui/workspace/Workspace.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <iterator>

namespace ecva {
namespace {

constexpr int kHintMs = 6000;

Label::Tone toneOf(ClipStatus status)
{
    switch (status) {
    case ClipStatus::Draft:
        return Label::Tone::Text2;
    case ClipStatus::Submitted:
    case ClipStatus::InReview:
        return Label::Tone::Accent;
    case ClipStatus::Returned:
        return Label::Tone::Error;
    case ClipStatus::Accepted:
        return Label::Tone::Ok;
    case ClipStatus::Gold:
        return Label::Tone::Warn;
    }
    return Label::Tone::Text2;
}

} // namespace

ReviewView::ReviewView(Workspace &workspace, ModelDesk &, JobRunner &, ActionRegistry &actions,
                       QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_session(new ReviewSession(workspace, this))
{
    setObjectName(QStringLiteral("reviewView"));
    setFocusPolicy(Qt::ClickFocus);
    registerCommands();
    connect(&workspace, &Workspace::flushRequested, this, &ReviewView::flush);
}

ReviewView::~ReviewView() = default;

void ReviewView::build()
{
    m_column = new ReviewColumn(this);
    m_grid = new AnswerGrid(this);
    m_empty = new NoAnswersPage(m_actions, this);
    m_gold = new GoldEditor(this);
    m_decisions = new DecisionBar(m_actions, this);
    auto *work = new QWidget(this);
    auto *workColumn = new QVBoxLayout(work);
    workColumn->setContentsMargins(0, 0, 0, 0);
    workColumn->setSpacing(0);
    workColumn->addWidget(buildTitle());
    workColumn->addWidget(m_grid, 1);
    workColumn->addWidget(m_gold);
    workColumn->addWidget(m_decisions);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(work);
    m_pages->addWidget(m_empty);
    auto *body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(m_column);
    body->addWidget(new Hairline(Qt::Vertical, this));
    body->addWidget(m_pages, 1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(body, 1);
    all->addWidget(buildStatus());
    connect(m_session, &ReviewSession::sheetChanged, this, &ReviewView::onSheet);
    connect(m_session, &ReviewSession::currentChanged, this, &ReviewView::onCurrent);
    connect(m_session, &ReviewSession::failed, &m_workspace, &Workspace::showHint);
    connect(m_grid, &AnswerGrid::cellChosen, this, &ReviewView::chooseCell);
    connect(m_grid, &AnswerGrid::cellOpened, this, [this](int row, int column) {
        chooseCell(row, column);
        writeGold();
    });
    connect(m_column->list(), &DisagreementList::itemChosen, this, &ReviewView::chooseItem);
    connect(m_column->list(), &QListView::activated, this, &ReviewView::writeGold);
    connect(m_gold, &GoldEditor::changed, m_decisions, &DecisionBar::refresh);
    connect(m_gold, &GoldEditor::leaveRequested, this,
            [this] { m_grid->setFocus(Qt::OtherFocusReason); });
    connect(m_empty, &NoAnswersPage::askRequested, this, [this] {
        Q_EMIT closed();
        m_workspace.requestFocus(QStringLiteral("description"));
    });
    retranslate();
}

QWidget *ReviewView::buildTitle()
{
    auto *bar = new Bar(Bar::kTitleHeight - 4, Qt::BottomEdge, this);
    m_name = bar->addTitle();
    m_name->setFont(uiFont(TextSize::Answer, QFont::DemiBold));
    m_name->setElided(true);
    m_name->setObjectName(QStringLiteral("reviewClip"));
    bar->row()->addSpacing(4);
    m_statusIcon = bar->addIcon();
    m_status = bar->addNote();
    m_status->setObjectName(QStringLiteral("reviewStatus"));
    bar->row()->setSpacing(6);
    bar->row()->addStretch();
    m_markTitle = bar->addNote();
    bar->row()->addSpacing(4);
    m_marks = new SegmentedControl(SegmentedControl::Look::Pill, bar);
    m_marks->setObjectName(QStringLiteral("marking"));
    bar->row()->addWidget(m_marks);
    connect(m_marks, &SegmentedControl::chosen, this, [this](int index) {
        m_chosenMarking = static_cast<int>(index == 0 ? AnswerGrid::Marking::Agreement
                                                      : AnswerGrid::Marking::Change);
        m_grid->setMarking(static_cast<AnswerGrid::Marking>(m_chosenMarking));
        showStatus();
    });
    return bar;
}

QWidget *ReviewView::buildStatus()
{
    auto *bar = new Bar(Bar::kStatusHeight, Qt::TopEdge, this);
    m_place = bar->addNote();
    m_place->setObjectName(QStringLiteral("reviewPlace"));
    bar->row()->addSpacing(16);
    m_hint = bar->addNote();
    m_hint->setObjectName(QStringLiteral("reviewHint"));
    m_hint->setElided(true);
    bar->row()->setStretchFactor(m_hint, 1);
    m_marking = bar->addNote();
    auto *timer = new QTimer(this);
    timer->setSingleShot(true);
    timer->setInterval(kHintMs);
    connect(timer, &QTimer::timeout, this, [this] { m_hint->clear(); });
    connect(&m_workspace, &Workspace::hintShown, this, [this, timer](const QString &text) {
        m_hint->setText(text);
        timer->start();
    });
    return bar;
}

/// Before it is shown: what is put into a shown widget appears only later.
void ReviewView::setVisible(bool visible)
{
    if (visible && !m_column)
        build();
    QWidget::setVisible(visible);
}

void ReviewView::open()
{
    if (!m_column)
        build();
    m_hint->clear();
    m_session->setActive(true);
    if (m_pages->currentIndex() == 0)
        m_grid->setFocus(Qt::OtherFocusReason);
    else
        m_empty->setFocus(Qt::OtherFocusReason);
}

void ReviewView::lend(QWidget *player, QWidget *timeline)
{
    if (!m_column)
        build();
    m_column->lend(player, timeline);
}

void ReviewView::release()
{
    if (m_column)
        m_column->release();
}

void ReviewView::onSheet()
{
    const bool any = m_session->hasModelAnswers();
    m_pages->setCurrentIndex(any ? 0 : 1);
    m_grid->setSheet(m_session->sheet(), expertNote());
    m_column->list()->setSheet(m_session->sheet());
    m_column->setCount(m_session->sheet().openItems(),
                       static_cast<int>(m_session->sheet().items.size()));
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    m_column->setHasVideo(clip && clip->media);
    showTitle();
}

void ReviewView::onCurrent()
{
    m_grid->setCurrent(m_session->row(), m_session->column());
    m_column->list()->setCurrentItem(m_session->item());
    if (AnswerCell *cell = m_grid->currentCell()) // one of many is a stop for Tab
        QWidget::setTabOrder(m_column->list(), cell);
    showGold();
    showStatus();
    m_decisions->refresh();
    // After all others have heard of a new clip: the frames of the answer that is looked at.
    QMetaObject::invokeMethod(this, &ReviewView::showFrames, Qt::QueuedConnection);
}

void ReviewView::showFrames()
{
    if (!m_session->isActive())
        return;
    const ReviewAnswer *answer = m_session->answer();
    m_workspace.setSeenFrames(answer ? answer->frames : std::vector<qint64>());
}

void ReviewView::showTitle()
{
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    m_name->setText(clip ? clip->name : QString());
    m_status->setText(clip ? displayName(clip->status) : QString());
    if (clip) {
        m_status->setTone(toneOf(clip->status));
        m_statusIcon->show(iconName(clip->status), toneOf(clip->status));
    }
    m_statusIcon->setVisible(clip != nullptr);
    m_gold->setReadOnly(!document || document->isReadOnly(), tr("Open for reading only"));
}

QString ReviewView::expertNote() const
{
    const Document *document = m_workspace.document();
    const ReviewSheet &sheet = m_session->sheet();
    if (!document || sheet.fields.empty())
        return {};
    QStringList labels;
    int segments = 0;
    for (const Segment *segment : document->model().segmentsOf(sheet.clip)) {
        if (segment->track != sheet.fields.front().round)
            continue;
        ++segments;
        if (!segment->label.isEmpty())
            labels.append(segment->label.section(u':', 1));
    }
    if (segments == 0)
        return {};
    const QString count = tr("%n segment(s)", nullptr, segments);
    return labels.isEmpty() ? count
                            : tr("%1 · %2", "segments, their classes")
                                  .arg(count, labels.join(QStringLiteral(", ")));
}

bool ReviewView::marksAgreement() const
{
    const ReviewAnswer *answer = m_session->answer();
    return AnswerGrid::marksAgreement(static_cast<AnswerGrid::Marking>(m_chosenMarking),
                                      answer ? answer->rougeL : std::nullopt);
}

void ReviewView::showStatus()
{
    const bool agreement = marksAgreement();
    m_marks->setCurrentIndex(agreement ? 0 : 1);
    const ReviewSheet &sheet = m_session->sheet();
    QStringList place;
    const QLocale locale;
    if (!sheet.items.empty()) {
        place.append(m_session->item() < 0
                         ? tr("%n item(s)", "disagreements", static_cast<int>(sheet.items.size()))
                         : tr("Item %1 of %2")
                               .arg(m_session->item() + 1)
                               .arg(static_cast<int>(sheet.items.size())));
    }
    if (!sheet.fields.empty())
        place.append(tr("Field %1 of %2")
                         .arg(m_session->row() + 1)
                         .arg(static_cast<int>(sheet.fields.size())));
    if (const Document *document = m_workspace.document()) {
        const auto &clips = document->model().clips();
        const auto found = clips.find(sheet.clip);
        if (found != clips.end())
            place.append(
                tr("Clip %1 of %2")
                    .arg(locale.toString(static_cast<int>(std::distance(clips.begin(), found)) + 1),
                         locale.toString(static_cast<int>(clips.size()))));
    }
    m_place->setText(place.join(QStringLiteral("    ")));
    m_marking->setText(sheet.models.isEmpty() ? QString()
                       : agreement
                           ? tr("Marked: content words the model shares with the expert answer")
                           : tr("Marked: what the model changed in the expert answer"));
}

void ReviewView::chooseCell(int row, int column)
{
    if (row != m_session->row())
        flush();
    m_session->setCurrent(row, column);
    if (AnswerCell *cell = m_grid->currentCell(); cell && !cell->hasFocus())
        cell->setFocus(Qt::OtherFocusReason);
}

void ReviewView::chooseItem(int item)
{
    flush();
    m_session->setItem(item);
}

void ReviewView::walk(bool forward)
{
    flush();
    if (!(forward ? m_session->next() : m_session->previous()))
        m_workspace.showHint(m_session->sheet().openItems() > 0
                                 ? tr("This is the only open disagreement.")
                                 : tr("No disagreement is open any more."));
}

void ReviewView::decide(int settlement)
{
    if (m_session->decide(static_cast<Settlement>(settlement)))
        finish();
}

/// After a decision to the next one; the focus stays with grid or list.
void ReviewView::finish()
{
    if (m_gold->edit()->hasFocus())
        m_grid->setFocus(Qt::OtherFocusReason);
    if (!m_session->next() && m_session->sheet().openItems() == 0)
        m_workspace.showHint(tr("No disagreement is open any more."));
}

void ReviewView::switchMarking()
{
    m_chosenMarking = static_cast<int>(marksAgreement() ? AnswerGrid::Marking::Change
                                                        : AnswerGrid::Marking::Agreement);
    m_grid->setMarking(static_cast<AnswerGrid::Marking>(m_chosenMarking));
    showStatus();
}

void ReviewView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

void ReviewView::hideEvent(QHideEvent *event)
{
    if (m_session->isActive() && !event->spontaneous()) { // not just minimized
        flush();
        m_session->setActive(false);
    }
    QWidget::hideEvent(event);
}

void ReviewView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange && m_column)
        retranslate();
    QWidget::changeEvent(event);
}

void ReviewView::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(this).panel);
}

void ReviewView::retranslate()
{
    setAccessibleName(tr("Review"));
    m_markTitle->setText(tr("Mark"));
    m_marks->setItems({tr("What agrees"), tr("What changed")});
    m_marks->setAccessibleName(tr("Mark"));
    m_marks->setToolTip(m_actions.keyText(QStringLiteral("review.mark")));
    m_column->setKeys(m_actions.keyText(QStringLiteral("review.previous")),
                      m_actions.keyText(QStringLiteral("review.next")));
    m_column->retranslate();
    m_empty->retranslate();
    m_gold->retranslate();
    m_decisions->retranslate();
    m_grid->retranslate();
    if (m_session->isActive()) {
        m_goldRow = -1; // the editor's heading names the field
        onSheet();
        onCurrent();
    }
}

} // namespace ecva
