#include "ui/player/VideoView.h"

#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

namespace ecva {

namespace {

constexpr int kMargin = 8;

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

void VideoView::setPicture(const QImage &picture)
{
    m_picture = picture;
    m_title.clear();
    m_detail.clear();
    m_relink->hide();
    update();
}

void VideoView::showMessage(const QString &title, const QString &detail, bool offersRelink)
{
    m_picture = QImage();
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
    QRect target(QPoint(), m_picture.size().scaled(room.size(), Qt::KeepAspectRatio));
    target.moveCenter(room.center());
    return target;
}

void VideoView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    // A picture is judged against a dark surround, in the light theme too.
    const Theme dark = Theme::make(ThemeKind::Dark);
    const Theme &theme = themeOf(this);
    const Theme &colours = theme.isDark() ? theme : dark;
    painter.fillRect(rect(), colours.canvas);
    if (!m_picture.isNull()) {
        const QRect target = pictureRect();
        const bool exact = target.size() * devicePixelRatioF() == m_picture.size();
        painter.setRenderHint(QPainter::SmoothPixmapTransform, !exact);
        painter.drawImage(target, m_picture);
    } else if (!m_title.isEmpty()) {
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
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
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
