#include "ui/delta/DeltaView.h"

#include "annotation/document/Document.h"
#include "ui/delta/AnswerPanes.h"
#include "ui/delta/DeltaHead.h"
#include "ui/delta/DeltaSession.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/delta/EmptyDelta.h"
#include "ui/delta/FilmStrip.h"
#include "ui/delta/VerdictRow.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/NumberStrip.h"
#include "ui/style/WarnLine.h"
#include "ui/timeline/TimelineTracks.h"
#include "ui/workspace/Workspace.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedWidget>

namespace ecva {
namespace {

constexpr int kLowWindow = 760; ///< a view lower than this is packed closer
constexpr int kHighestPicture = 84;
constexpr int kHighestPictureLow = 40;

} // namespace

DeltaView::DeltaView(Workspace &workspace, ModelDesk &desk, JobRunner &, ActionRegistry &actions,
                     QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_desk(desk)
    , m_actions(actions)
    , m_session(new DeltaSession(workspace, desk, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyDelta(m_pages))
{
    setObjectName(QStringLiteral("deltaView"));
    setFocusPolicy(Qt::ClickFocus);
    addCommands();
    m_head = new DeltaHead(*m_session, desk, actions, this);
    m_demonstration = new WarnLine(this);
    m_demonstration->setObjectName(QStringLiteral("demonstrationLine"));
    makeResults();
    makeStatusLine();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_results);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_demonstration);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_status);

    connect(m_session, &DeltaSession::changed, this, [this] {
        m_stale = true;
        if (isVisible())
            refresh();
    });
    connect(&desk, &ModelDesk::measuringChanged, this, &DeltaView::refreshModel);
    connect(&desk, &ModelDesk::readinessChanged, this, &DeltaView::refreshModel);
    connect(&workspace, &Workspace::indexChanged, this, [this] {
        if (isVisible())
            refreshFilm();
    });
    connect(m_film, &FilmStrip::frameChosen, this, &DeltaView::goToFrame);
    retranslate();
}

DeltaView::~DeltaView() = default;

void DeltaView::makeResults()
{
    m_results = new QWidget(m_pages);
    m_verdict = new VerdictRow(m_results);
    m_film = new FilmStrip(m_results);
    m_evidence = new EvidencePane(m_results);
    m_masked = new MaskedPane(m_results);
    m_numbers = new NumberStrip(m_results);
    m_numbers->setFooted(false); // the status line has a hairline of its own
    auto *panes = new QHBoxLayout;
    panes->setSpacing(0);
    panes->addWidget(m_evidence, 1);
    panes->addWidget(new Hairline(Qt::Vertical, m_results));
    panes->addWidget(m_masked, 1);
    auto *column = new QVBoxLayout(m_results);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_verdict);
    column->addWidget(m_film);
    column->addWidget(new Hairline(Qt::Horizontal, m_results));
    column->addLayout(panes, 1);
    column->addWidget(new Hairline(Qt::Horizontal, m_results));
    column->addWidget(m_numbers);
}

void DeltaView::makeStatusLine()
{
    m_status = new Bar(Bar::kStatusHeight, Qt::TopEdge, this);
    m_place = m_status->addNote();
    m_place->setObjectName(QStringLiteral("deltaPlace"));
    m_status->row()->addSpacing(8);
    m_cost = m_status->addNote();
    m_cost->setObjectName(QStringLiteral("deltaCost"));
    m_status->row()->addStretch(1);
    m_decoding = m_status->addNote();
    m_decoding->setObjectName(QStringLiteral("deltaDecoding"));
    m_copy = new QPushButton(m_status);
    m_copy->setObjectName(QStringLiteral("copyProvenance"));
    m_copy->setFont(uiFont(TextSize::Secondary));
    m_copy->setFixedHeight(Bar::kStatusHeight - 2);
    setButtonKind(m_copy, ButtonKind::Flat);
    m_status->row()->addWidget(m_copy);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(provenanceText(m_session->report()));
        m_copy->setText(tr("Copied"));
    });
}

void DeltaView::addCommands()
{
    const auto add = [this](const char *id, QList<QKeySequence> keys, FocusArea area,
                            std::function<QString()> text, std::function<QString()> obstacle,
                            std::function<void()> run) {
        ActionRegistry::Command command;
        command.id = QString::fromLatin1(id);
        command.group = QStringLiteral("measure");
        command.area = area;
        command.defaultKeys = std::move(keys);
        command.text = std::move(text);
        command.obstacle = [this, obstacle = std::move(obstacle)] {
            return isVisible() ? obstacle() : tr("Open Measure first");
        };
        command.run = std::move(run);
        m_actions.add(std::move(command));
    };
    add(
        "delta.run", {Qt::Key_F9}, FocusArea::Everywhere, [] { return tr("Measure the delta"); },
        [this] { return m_session->obstacle(); }, [this] { m_session->measure(); });
    add(
        "delta.stop", {Qt::SHIFT | Qt::Key_F9}, FocusArea::Everywhere,
        [] { return tr("Stop measuring"); },
        [this] { return m_desk.isMeasuring() ? QString() : tr("Nothing is being measured"); },
        [this] { m_desk.stopMeasuring(); });
    const auto step = [this](int direction) {
        return [this, direction] {
            return m_session->canStep(direction) ? QString()
                                                 : tr("There is no further answer of a model");
        };
    };
    add(
        "delta.previous", {Qt::Key_P}, FocusArea::Views,
        [] { return tr("Previous answer of a model"); }, step(-1), [this] { m_session->step(-1); });
    add(
        "delta.next", {Qt::Key_N}, FocusArea::Views, [] { return tr("Next answer of a model"); },
        step(1), [this] { m_session->step(1); });
}

void DeltaView::retranslate()
{
    m_demonstration->setText(tr("Untrained demonstration weights: answers are noise."));
    m_head->retranslate();
    m_copy->setIcon(icon(QStringLiteral("sheet"), this));
    m_copy->setToolTip(tr("Copies model, weights, prompt, frames, masks, seeds and decoding as "
                          "JSON"));
    m_stale = true;
    if (isVisible())
        refresh();
}

void DeltaView::open()
{
    m_session->open();
    if (QWidget *first = m_head->firstControl())
        first->setFocus(Qt::OtherFocusReason);
    else
        setFocus(Qt::OtherFocusReason);
}

bool DeltaView::isDemonstration() const
{
    if (const DeltaSummary *summary = m_session->summary())
        return summary->demonstration;
    const Answer *answer = m_session->answer();
    if (!answer)
        return false;
    const QJsonObject provenance = QJsonDocument::fromJson(answer->provenance).object();
    const QJsonValue stored = provenance.value(QStringLiteral("demonstration"));
    if (stored.isBool())
        return stored.toBool();
    const ModelInfo *model = m_desk.model();
    return model && model->demonstration && answer->author == QString::fromStdString(model->name);
}

void DeltaView::refresh()
{
    m_stale = false;
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    m_head->refresh(clip ? clip->name : tr("No clip is open"),
                    trackTitle(m_workspace.activeRound()));
    m_demonstration->setVisible(isDemonstration());
    const DeltaSummary *summary = m_session->summary();
    if (summary) {
        m_verdict->setSummary(*summary);
        m_film->setSummary(summary);
        m_evidence->setSummary(*summary);
        m_masked->setSummary(*summary);
        refreshNumbers();
        refreshFilm();
    } else {
        showEmpty();
    }
    m_pages->setCurrentWidget(summary ? m_results : m_empty);
    refreshStatus();
}

void DeltaView::refreshModel()
{
    if (!isVisible())
        return;
    m_head->refreshModel();
    m_demonstration->setVisible(isDemonstration());
    if (!m_session->summary())
        showEmpty();
}

void DeltaView::refreshFilm()
{
    const Document *document = m_workspace.document();
    const Clip *clip = document ? document->model().clip(m_workspace.clip()) : nullptr;
    QString notice = m_workspace.mediaError();
    if (notice.isEmpty() && clip)
        notice = clip->media ? tr("Reading the video…") : tr("No video is linked to this clip.");
    m_film->setClip(document, clip, m_workspace.index(), notice);
}

void DeltaView::showEmpty()
{
    QString headline;
    QString sentence;
    QString obstacle = m_session->obstacle();
    const Answer *answer = m_session->answer();
    switch (m_session->state()) {
    case DeltaSession::State::NoAnswer:
        headline = tr("No model has answered about this clip.");
        sentence = tr("Ask it in Annotate with F9, then measure here what the answer leaned on.");
        obstacle.clear();
        break;
    case DeltaSession::State::Damaged:
        headline = tr("This delta cannot be read. Run it again.");
        sentence = m_session->error();
        break;
    case DeltaSession::State::NotMeasured:
    case DeltaSession::State::NeverSaw:
    case DeltaSession::State::Measured:
        headline = tr("Not measured yet.");
        sentence = tr("F9 asks the model again without the key frames. What stays as likely as "
                      "before was not read off them.");
        break;
    }
    m_empty->show(headline, sentence, m_desk.isMeasuring() ? QString() : obstacle, tr("Answer"),
                  answer ? answer->text : QString());
}

void DeltaView::refreshNumbers()
{
    using Tone = Label::Tone;
    const DeltaSummary &summary = *m_session->summary();
    const QString none = QStringLiteral("\u2013");
    const QString unit = tr("nats per token");
    const bool measured = summary.delta.has_value();
    std::vector<NumberStrip::Number> numbers;
    numbers.push_back({tr("Key frames, Δ"), measured ? numberText(*summary.delta, 3) : none,
                       measured ? unit : tr("the model saw none"), Tone::Text1,
                       QStringLiteral("K")});
    NumberStrip::Number controls{tr("Controls, mean Δ"), none, tr("no controls"), Tone::Text1,
                                 QStringLiteral("R")};
    if (!summary.controls.empty()) {
        const Spread spread = spreadOf(summary.controls);
        controls.figure = numberText(spread.mean, 3);
        controls.note = tr("%1 to %2, n = %3")
                            .arg(numberText(spread.least, 3), numberText(spread.most, 3))
                            .arg(summary.controls.size());
    }
    numbers.push_back(controls);
    numbers.push_back({tr("Adjusted delta"),
                       summary.adjusted ? signedText(*summary.adjusted, 3) : none,
                       placeAmongControls(summary)});
    numbers.push_back(
        {tr("Answer change"), measured ? numberText(summary.change, 2) : none, tr("1 − ROUGE-L")});
    QString refused = none;
    QString refusedNote = tr("not asked again");
    if (measured) {
        refused = summary.refused ? tr("Yes") : tr("No");
        refusedNote = summary.refused ? tr("says it cannot tell") : tr("no “cannot tell”");
    }
    numbers.push_back({tr("Refused"), refused, refusedNote});
    numbers.push_back({tr("Same claim"), none, tr("not judged")});
    // Without a judge one thing is known: who refuses does not repeat the claim.
    const bool cleared = measured && summary.refused;
    numbers.push_back({tr("Hallucinated"), cleared ? tr("No") : none,
                       cleared ? tr("refused") : tr("not judged")});
    m_numbers->setNumbers(std::move(numbers));
}

void DeltaView::refreshStatus()
{
    const DeltaSummary *summary = m_session->summary();
    m_place->setText(m_session->place() > 0
                         ? tr("Answer %1 of %2").arg(m_session->place()).arg(m_session->count())
                         : QString());
    m_cost->setVisible(summary && summary->seconds > 0);
    if (summary)
        m_cost->setText(
            tr("Took %1 s").arg(numberText(summary->seconds, summary->seconds < 10 ? 1 : 0)));
    m_decoding->setText(summary ? decodingText(m_session->report()) : QString());
    m_copy->setText(tr("Copy provenance"));
    m_copy->setVisible(!m_session->report().isEmpty());
}

void DeltaView::goToFrame(qint64 frame)
{
    m_workspace.requestPlay(false);
    m_workspace.requestSeek(FrameIndex(std::int64_t(frame)));
    Q_EMIT closed();
}

void DeltaView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool low = height() < kLowWindow;
    m_verdict->setCompact(low);
    m_film->setHighestPicture(low ? kHighestPictureLow : kHighestPicture);
}

void DeltaView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_session->setFollowing(true);
    if (m_stale)
        refresh();
    else
        refreshModel();
}

void DeltaView::hideEvent(QHideEvent *event)
{
    m_session->setFollowing(false);
    QWidget::hideEvent(event);
}

bool DeltaView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void DeltaView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

void DeltaView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::StyleChange)
        m_copy->setIcon(icon(QStringLiteral("sheet"), this));
}

} // namespace ecva
