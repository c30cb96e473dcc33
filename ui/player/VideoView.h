#pragma once

#include <QImage>
#include <QWidget>

class QPushButton;

namespace ecva {

/// The picture on its dark surround, or what stands in its place: a line of text and, where a file
/// is missing, a way to find it.
class VideoView : public QWidget
{
    Q_OBJECT

public:
    explicit VideoView(QWidget *parent = nullptr);

    /// Stays until the next picture or message. `mark`: a word over its corner, translated; empty:
    /// none.
    void setPicture(const QImage &picture, const QString &mark = {});
    const QImage &picture() const { return m_picture; }
    /// Instead of a picture. `offersRelink`: with a button that emits relinkRequested().
    void showMessage(const QString &title, const QString &detail, bool offersRelink);
    QString message() const { return m_title; }
    QString mark() const { return m_mark; }
    /// Proportions of the clip's pictures, so that one that is a pixel more or less high (a proxy)
    /// stands where the others do. Empty: those of the picture.
    void setClipSize(const QSize &size);
    /// Where the picture is drawn.
    QRect pictureRect() const;

    QSize sizeHint() const override { return {792, 446}; }
    QSize minimumSizeHint() const override { return {240, 135}; }

Q_SIGNALS:
    /// In device pixels.
    void resized(const QSize &size);
    void relinkRequested();
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void placeButton();
    QRect markRect() const;
    void paintPicture(QPainter &painter, const QRect &target) const;
    void paintMark(QPainter &painter) const;
    void paintMessage(QPainter &painter) const;
    void retranslate();

    QImage m_picture;
    QSize m_clipSize;
    QString m_mark;
    QString m_title;
    QString m_detail;
    QPushButton *m_relink;
};

} // namespace ecva
