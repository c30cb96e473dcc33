#include "ui/delta/DeltaHead.h"

#include "ui/delta/DeltaSession.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/style/Fonts.h"
#include "ui/workspace/ActionRegistry.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <cmath>

namespace ecva {
namespace {

constexpr DeltaMode kModes[]
    = {DeltaMode::Delete, DeltaMode::Blank, DeltaMode::Black, DeltaMode::Freeze, DeltaMode::Blur};
constexpr int kProgressWidth = 72;

QString clockText(qint64 ms)
{
    const qint64 seconds = (ms + 500) / 1000;
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

DeltaHead::DeltaHead(DeltaSession &session, ModelDesk &desk, ActionRegistry &actions,
                     QWidget *parent)
    : Bar(Bar::kTitleHeight, Qt::BottomEdge, parent)
    , m_session(session)
    , m_desk(desk)
    , m_actions(actions)
    , m_clip(addTitle())
    , m_what(addNote())
    , m_previous(new IconButton(QStringLiteral("chevron-left"), this))
    , m_next(new IconButton(QStringLiteral("chevron-right"), this))
{
    m_clip->setFont(uiFont(TextSize::Answer, QFont::DemiBold));
    m_clip->setElided(true);
    m_clip->setObjectName(QStringLiteral("deltaClip"));
    m_what->setElided(true);
    m_what->setObjectName(QStringLiteral("deltaWhat"));
    for (Label *label : {m_clip, m_what})
        label->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_previous->setObjectName(QStringLiteral("deltaPrevious"));
    m_next->setObjectName(QStringLiteral("deltaNext"));
    row()->addWidget(m_previous);
    row()->addWidget(m_next);
    row()->addStretch(1);
    const auto choice = [this](Label *&label, QComboBox *&combo, const char *name) {
        label = addNote();
        combo = new QComboBox(this);
        combo->setObjectName(QString::fromLatin1(name));
        row()->addWidget(combo);
        row()->addSpacing(4);
    };
    choice(m_segmentLabel, m_segment, "deltaSegment");
    choice(m_maskLabel, m_mask, "deltaMask");
    choice(m_controlsLabel, m_controls, "deltaControls");
    m_segment->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_progressText = addNote();
    m_progressText->setTabular(true);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("deltaProgress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(kProgressWidth);
    row()->addWidget(m_progress);
    m_run = new QPushButton(this);
    m_run->setObjectName(QStringLiteral("deltaRun"));
    setButtonKind(m_run, ButtonKind::Primary);
    m_stop = new QPushButton(this);
    m_stop->setObjectName(QStringLiteral("deltaStop"));
    row()->addWidget(m_run);
    row()->addWidget(m_stop);

    connect(m_segment, &QComboBox::activated, this, [this](int place) {
        m_session.setSegment(SegmentId{m_segment->itemData(place).toLongLong()});
    });
    connect(m_mask, &QComboBox::activated, this,
            [this](int place) { m_session.setMask(kModes[place]); });
    connect(m_controls, &QComboBox::activated, this,
            [this](int place) { m_session.setControls(place); });
    const auto run = [this](QAbstractButton *button, const char *command) {
        connect(button, &QAbstractButton::clicked, this,
                [this, command] { m_actions.trigger(QString::fromLatin1(command)); });
    };
    run(m_previous, "delta.previous");
    run(m_next, "delta.next");
    run(m_run, "delta.run");
    run(m_stop, "delta.stop");
}

QWidget *DeltaHead::firstControl() const
{
    for (QWidget *widget : {static_cast<QWidget *>(m_run), static_cast<QWidget *>(m_stop),
                            static_cast<QWidget *>(m_next), static_cast<QWidget *>(m_previous)}) {
        if (widget->isEnabled() && !widget->isHidden())
            return widget;
    }
    return nullptr;
}

void DeltaHead::bind(QAbstractButton *button, const QString &command, const QString &text)
{
    const QString keys = m_actions.keyText(command);
    button->setToolTip(keys.isEmpty() ? text : tr("%1 (%2)").arg(text, keys));
    button->setAccessibleName(text);
}

void DeltaHead::retranslate()
{
    bind(m_previous, QStringLiteral("delta.previous"), tr("Previous answer of a model"));
    bind(m_next, QStringLiteral("delta.next"), tr("Next answer of a model"));
    m_segmentLabel->setText(tr("Key frames"));
    m_segment->setAccessibleName(tr("Key frames"));
    m_maskLabel->setText(tr("Mask"));
    m_mask->setAccessibleName(tr("Mask"));
    m_mask->setToolTip(tr("Delete cuts the key frames out and samples again; the others replace "
                          "their pictures."));
    m_controlsLabel->setText(tr("Controls"));
    m_controls->setAccessibleName(tr("Controls"));
    m_controls->setToolTip(tr("How many times other frames are taken away, to compare with."));
    m_mask->clear();
    for (const DeltaMode mode : kModes)
        m_mask->addItem(maskName(mode));
    m_controls->clear();
    for (int n = 0; n <= DeltaSession::kMostControls; ++n)
        m_controls->addItem(QLocale().toString(n));
    setKeyHint(m_run, m_actions.keyText(QStringLiteral("delta.run")));
    m_stop->setText(tr("Stop"));
    setKeyHint(m_stop, m_actions.keyText(QStringLiteral("delta.stop")));
}

void DeltaHead::fillSegments(const QString &round)
{
    m_segment->clear();
    m_segment->addItem(tr("All of %1").arg(round), 0LL);
    int number = 0;
    for (const Segment &segment : m_session.segments()) {
        m_segment->addItem(tr("Segment %1, %2–%3")
                               .arg(++number)
                               .arg(clockText(segment.time.beginMs), clockText(segment.time.endMs)),
                           static_cast<qlonglong>(segment.id.value));
    }
    const int place
        = m_segment->findData(static_cast<qlonglong>(m_session.request().segment.value));
    m_segment->setCurrentIndex(std::max(0, place));
}

void DeltaHead::refresh(const QString &clip, const QString &round)
{
    m_clip->setText(clip);
    const Answer *answer = m_session.answer();
    m_what->setVisible(answer != nullptr);
    if (answer)
        m_what->setText(tr("%1 · %2").arg(taskName(m_session.task()), answer->author));
    m_previous->setEnabled(m_session.canStep(-1));
    m_next->setEnabled(m_session.canStep(1));
    fillSegments(round);
    const MeasureRequest &request = m_session.request();
    m_mask->setCurrentIndex(static_cast<int>(
        std::find(std::begin(kModes), std::end(kModes), request.mask) - std::begin(kModes)));
    m_controls->setCurrentIndex(request.controls);
    m_run->setText(m_session.summary() ? tr("Run again") : tr("Run"));
    refreshModel();
}

void DeltaHead::refreshModel()
{
    const QString obstacle = m_session.obstacle();
    m_run->setToolTip(obstacle);
    const bool measuring = m_desk.isMeasuring();
    // The button that has the focus hands it on to the one that takes its place.
    QPushButton *leaving = measuring ? m_run : m_stop;
    QPushButton *coming = measuring ? m_stop : m_run;
    const bool focus = leaving->hasFocus();
    m_run->setEnabled(obstacle.isEmpty());
    coming->setVisible(true);
    if (focus) // while both are there: a hidden button gives it to whoever is next in the window
        coming->setFocus(Qt::OtherFocusReason);
    leaving->setVisible(false);
    if (focus && !coming->hasFocus()) // nothing can be run: the view keeps its keys
        parentWidget()->setFocus(Qt::OtherFocusReason);
    m_progress->setVisible(measuring);
    m_progressText->setVisible(measuring);
    const int percent = static_cast<int>(std::lround(100 * m_desk.measuringProgress()));
    m_progress->setValue(std::clamp(percent, 0, 100));
    m_progressText->setText(tr("Measuring, %1%").arg(percent));
    for (QComboBox *combo : {m_segment, m_mask, m_controls})
        combo->setEnabled(!measuring && m_session.answer());
}

} // namespace ecva
