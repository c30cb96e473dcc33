#include "ui/shell/FrameTruthBadge.h"

#include "ui/shell/FrameProof.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"

#include <QDateTime>
#include <QEvent>
#include <QLocale>
#include <QPainter>

namespace ecva {
namespace {

constexpr int kIcon = 14;
constexpr int kGap = 5;
constexpr int kSide = 4;
constexpr qsizetype kMostNamed = 10;
constexpr int kMostText = 320; ///< pixels; the tool tip has the whole text

} // namespace

FrameTruthBadge::FrameTruthBadge(FrameProof &proof, ActionRegistry &actions, QWidget *parent)
    : QAbstractButton(parent)
    , m_proof(proof)
{
    setObjectName(QStringLiteral("frameTruth"));
    setFont(uiFont(TextSize::Secondary));
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&proof, &FrameProof::changed, this, &FrameTruthBadge::refresh);
    connect(this, &QAbstractButton::clicked, this,
            [&actions] { actions.trigger(QStringLiteral("player.verify")); });
    refresh();
}

QString FrameTruthBadge::warningText(const VideoIndex::Warning &warning)
{
    using Kind = VideoIndex::Warning::Kind;
    const auto count = static_cast<int>(warning.count);
    switch (warning.kind) {
    case Kind::FramesLost:
        return tr("%n packet(s), but %1 frames decode", nullptr, count).arg(warning.other);
    case Kind::DamagedPackets:
        return tr("%n damaged packet(s)", nullptr, count);
    case Kind::DamagedFrames:
        return tr("%n damaged frame(s), the first is frame %1", nullptr, count).arg(warning.other);
    case Kind::ReadingEnded:
        return tr("Reading ended early: %1").arg(QString::fromStdString(warning.detail));
    case Kind::ContainerErrors:
        return tr("%n error(s) in the container: %1", nullptr, count)
            .arg(QString::fromStdString(warning.detail));
    }
    return {};
}

QString FrameTruthBadge::proofText() const
{
    const auto &certificate = m_proof.certificate();
    if (!certificate)
        return tr("Click to compare random seeks with a decode from start to end.");
    const QString when = QLocale().toString(QDateTime::fromSecsSinceEpoch(certificate->issued),
                                            QLocale::ShortFormat);
    return tr("%n random seek(s) compared with a decode of all %1 frames", nullptr,
              static_cast<int>(certificate->checked))
               .arg(QLocale().toString(qlonglong(certificate->linearFrames)))
           + QLatin1Char('\n')
           + tr("Verified %1 with FFmpeg %2")
                 .arg(when, QString::fromStdString(certificate->mediaLibrary));
}

void FrameTruthBadge::refresh()
{
    const auto truth = m_proof.truth();
    setVisible(truth.has_value());
    if (!truth)
        return;
    QStringList tips;
    QString text;
    for (const VideoIndex::Warning &warning : m_proof.index()->warnings())
        tips.append(warningText(warning));
    switch (*truth) {
    case FrameTruth::Exact:
        m_tone = Label::Tone::Ok;
        m_icon = QStringLiteral("check");
        text = tr("Frame numbers exact");
        tips.append(m_proof.index()->verifiedByDecoding()
                        ? tr("Every frame was decoded for the index.")
                        : tr("From the file's packets; the beginning and the end were decoded."));
        break;
    case FrameTruth::Verified:
        m_tone = Label::Tone::Ok;
        m_icon = QStringLiteral("shield");
        text = tr("Frame numbers verified");
        break;
    case FrameTruth::Damaged:
        m_tone = Label::Tone::Warn;
        m_icon = QStringLiteral("warning");
        text = tips.isEmpty() ? tr("Damaged pictures")
               : tips.size() == 1
                   ? tips.first()
                   : tr("%n warning(s) in this file", nullptr, static_cast<int>(tips.size()));
        if (m_proof.index()->hasMetDamage())
            tips.append(tr("Pictures were damaged when they were decoded. Verify to find all."));
        break;
    case FrameTruth::Mismatched: {
        m_tone = Label::Tone::Error;
        m_icon = QStringLiteral("error");
        const Certificate &certificate = *m_proof.certificate();
        if (certificate.linearFrames != certificate.frames) {
            text = tr("%1 frames indexed, but %2 decode")
                       .arg(certificate.frames)
                       .arg(certificate.linearFrames);
        } else {
            text
                = tr("%n frame(s) not exact", nullptr, static_cast<int>(certificate.mismatchCount));
        }
        QStringList frames;
        for (const FrameIndex frame : certificate.mismatches)
            frames.append(QString::number(frame.value));
        if (frames.size() > kMostNamed)
            frames = frames.mid(0, kMostNamed) + QStringList(QStringLiteral("…"));
        if (!frames.isEmpty())
            tips.append(tr("Other pictures after a seek: %1").arg(frames.join(u", ")));
        break;
    }
    }
    if (m_proof.index()->damageCanHide()) {
        tips.append(tr("%1 carries no checks: damage inside pictures may go unseen.")
                        .arg(QString::fromStdString(m_proof.index()->info().codec)));
    }
    tips.append(proofText());
    if (const auto done = m_proof.progress()) {
        m_tone = Label::Tone::Text2;
        m_icon = QStringLiteral("clock");
        text = tr("Verifying frame numbers, %1 %").arg(static_cast<int>(*done * 100));
    }
    setText(text);
    setToolTip(tips.join(QLatin1Char('\n')));
    setAccessibleName(text);
    setAccessibleDescription(toolTip());
    updateGeometry();
    update();
}

QSize FrameTruthBadge::sizeHint() const
{
    return {2 * kSide + kIcon + kGap + std::min(kMostText, tabularWidth(font(), text())), 20};
}

void FrameTruthBadge::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QAbstractButton::changeEvent(event);
}

void FrameTruthBadge::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isDown() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? theme.pressed : theme.hover);
        painter.drawRoundedRect(rect(), 4, 4);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    const QColor colour = colourOf(theme, m_tone);
    painter.drawPixmap(kSide, (height() - kIcon) / 2,
                       iconPixmap(m_icon, colour, kIcon, devicePixelRatioF()));
    painter.setPen(colour);
    const QRect place = rect().adjusted(kSide + kIcon + kGap, 0, -kSide, 0);
    drawTabular(painter, place, Qt::AlignLeft | Qt::AlignVCenter,
                tabularWidth(font(), text()) <= place.width()
                    ? text()
                    : fontMetrics().elidedText(text(), Qt::ElideRight, place.width()));
}

} // namespace ecva
