#pragma once

#include <QAbstractButton>

namespace ecva {

/// The class of a segment: swatch, code and name in a 28 px field that opens the list of classes.
class ClassPicker : public QAbstractButton
{
    Q_OBJECT

public:
    explicit ClassPicker(QWidget *parent = nullptr);

    /// A taxonomy label, or whatever the project holds; empty: none.
    void setLabel(const QString &label);
    QString label() const { return m_label; }
    /// What stands there without a class.
    void setPlaceholder(const QString &text);
    void openPopup(const QString &typed = {});

    QSize sizeHint() const override { return {200, 28}; }
    QSize minimumSizeHint() const override { return {120, 28}; }

Q_SIGNALS:
    /// By the person; empty: the class is removed.
    void chosen(const QString &label);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_label;
    QString m_placeholder;
};

} // namespace ecva
