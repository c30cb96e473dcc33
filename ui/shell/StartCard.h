#pragma once

#include <QAbstractButton>

namespace ecva {

/// A card of the first page: icon, what it does, one line about it, its key.
class StartCard : public QAbstractButton
{
    Q_OBJECT

public:
    explicit StartCard(const QString &icon, QWidget *parent = nullptr);

    void setTexts(const QString &title, const QString &detail, const QString &key);
    void setCompact(bool compact) { m_compact = compact; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_icon;
    QString m_detail;
    QString m_key;
    bool m_compact = false; ///< a row of the recent projects
};

} // namespace ecva
