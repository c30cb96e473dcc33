#include "ui/player/VideoView.h"

#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

#include <cmath>

namespace ecva {

namespace {

constexpr int kMargin = 8;
constexpr int kRounding = 1;
constexpr double kSameShape = 0.02;

} // namespace

VideoView::VideoView(QWidget *parent)
    : QWidget(parent)
    , m_relink(new QPushButton(this))
{
    setObjectName(QStringLiteral("videoView"));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_relink->setObjectName(QStringLiteral("relinkButton"));
    m_relink->hide();
    connect(m_relink, &QPushButton::clicked, this, &VideoView::relinkRequested);
    retranslate();
}

void VideoView::retranslate()
{
    setAccessibleName(tr("Video"));
    m_relink->setText(tr("Relink…"));
}

void VideoView::setPicture(const QImage &picture, const QString &mark)
{
    const QRect before = pictureRect();
    const bool instead = m_picture.isNull();
    m_picture = picture;
    m_mark = mark;
    if (instead) {
        m_title.clear();
        m_detail.clear();
        m_relink->hide();
        setAccessibleDescription({});
    }
    // Playing repaints the picture and nothing around it.
    if (!instead && pictureRect() == before)
        update(before);
    else
        update();
}

void VideoView::setClipSize(const QSize &size)
{
    if (size == m_clipSize)
        return;
    m_clipSize = size;
    update();
}

void VideoView::showMessage(const QString &title, const QString &detail, bool offersRelink)
{
    m_picture = QImage();
    m_mark.clear();
    m_title = title;
    m_detail = detail;
    m_relink->setVisible(offersRelink);
    setAccessibleDescription(detail.isEmpty() ? title : tr("%1 %2").arg(title, detail));
    placeButton();
    update();
}

QRect VideoView::pictureRect() const
{
    if (m_picture.isNull())
        return {};
    const QRect room = rect().adjusted(kMargin, kMargin, -kMargin, -kMargin);
    QSize shape = m_picture.size();
    // A picture of quite another shape (a stream that changes its size) keeps its own.
    if (!m_clipSize.isEmpty()) {
        const double across = double(shape.width()) * m_clipSize.height();
        const double down = double(shape.height()) * m_clipSize.width();
        if (std::abs(across - down) <= kSameShape * down)
            shape = m_clipSize;
    }
    QRect target(QPoint(), shape.scaled(room.size(), Qt::KeepAspectRatio));
    target.moveCenter(room.center());
    return target;
}

void VideoView::paintPicture(QPainter &painter, const QRect &target) const
{
    const qreal ratio = devicePixelRatioF();
    const QSizeF exact = QSizeF(m_picture.size()) / ratio;
    // Made for this size, give or take a pixel by rounding: pixel for pixel, crisp and cheap.
    if (std::abs(exact.width() - target.width()) <= kRounding
        && std::abs(exact.height() - target.height()) <= kRounding) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(QRectF(target.topLeft(), exact), m_picture);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(target, m_picture);
    }
}

QRect VideoView::markRect() const
{
    const QFontMetrics metrics(uiFont(TextSize::Counter, QFont::Medium));
    return {pictureRect().topLeft() + QPoint(8, 8),
            QSize(metrics.horizontalAdvance(m_mark) + 12, 20)};
}

void VideoView::paintMark(QPainter &painter) const
{
    const Theme dark = Theme::make(ThemeKind::Dark);
    const Theme &theme = themeOf(this);
    const Theme &colours = theme.isDark() ? theme : dark;
    QColor plate = colours.canvas;
    plate.setAlphaF(0.8F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(plate);
    painter.drawRoundedRect(markRect(), 4, 4);
    painter.setFont(uiFont(TextSize::Counter, QFont::Medium));
    painter.setPen(colours.text1);
    painter.drawText(markRect(), Qt::AlignCenter, m_mark);
}

void VideoView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    // A picture is judged against a dark surround, in the light theme too.
    const Theme &theme = themeOf(this);
    const QColor canvas = (theme.isDark() ? theme : Theme::make(ThemeKind::Dark)).canvas;
    if (!m_picture.isNull()) {
        const QRect target = pictureRect();
        // What the picture covers is not painted twice, but for a pixel of rounding at its edge.
        for (const QRect &side :
             QRegion(event->rect()) - target.adjusted(0, 0, -kRounding, -kRounding))
            painter.fillRect(side, canvas);
        paintPicture(painter, target);
        if (!m_mark.isEmpty())
            paintMark(painter);
    } else {
        painter.fillRect(event->rect(), canvas);
        paintMessage(painter);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(
            QPen(theme.isDark() ? theme.accent : Theme::make(ThemeKind::Dark).accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void VideoView::paintMessage(QPainter &painter) const
{
    if (m_title.isEmpty())
        return;
    const Theme &theme = themeOf(this);
    const Theme colours = theme.isDark() ? theme : Theme::make(ThemeKind::Dark);
    const QRect column = rect().adjusted(32, 0, -32, 0);
    const int middle = rect().center().y() - (m_relink->isHidden() ? 0 : 24);
    painter.setFont(uiFont(TextSize::Answer, QFont::Medium));
    painter.setPen(colours.text1);
    painter.drawText(QRect(column.left(), middle - 30, column.width(), 26),
                     Qt::AlignHCenter | Qt::AlignVCenter, m_title);
    painter.setFont(uiFont(TextSize::Secondary));
    painter.setPen(colours.text2);
    painter.drawText(QRect(column.left(), middle, column.width(), 44),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_detail);
}

void VideoView::placeButton()
{
    m_relink->resize(m_relink->sizeHint());
    m_relink->move(rect().center().x() - m_relink->width() / 2, rect().center().y() + 22);
}

void VideoView::resizeEvent(QResizeEvent *)
{
    placeButton();
    Q_EMIT resized(
        (rect().adjusted(kMargin, kMargin, -kMargin, -kMargin).size() * devicePixelRatioF()));
}

void VideoView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT resized(
        (rect().adjusted(kMargin, kMargin, -kMargin, -kMargin).size() * devicePixelRatioF()));
}

void VideoView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !m_picture.isNull())
        Q_EMIT clicked();
}

void VideoView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void VideoView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void VideoView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ecva
