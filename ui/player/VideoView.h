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

    /// Stays until the next picture or message.
    void setPicture(const QImage &picture);
    const QImage &picture() const { return m_picture; }
    /// Instead of a picture. `offersRelink`: with a button that emits relinkRequested().
    void showMessage(const QString &title, const QString &detail, bool offersRelink);
    QString message() const { return m_title; }
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
    void retranslate();

    QImage m_picture;
    QString m_title;
    QString m_detail;
    QPushButton *m_relink;
};

} // namespace ecva
