#pragma once

#include <QFrame>

class QLineEdit;
class QListView;

namespace ecva {

class ClassListModel;
class Label;

/// The list of all classes with a search field above: codes ("7-1"), English and Chinese names,
/// both taxonomies. Up, Down, Page keys and Enter work while typing. Backspace clears the class
/// only when the search was empty already.
class ClassPopup : public QFrame
{
    Q_OBJECT

public:
    explicit ClassPopup(QWidget *parent);

    /// Opens below (or above) `anchor`, in global coordinates, with `typed` in the search field.
    void open(const QRect &anchor, const QString &current, const QString &typed);

Q_SIGNALS:
    /// A taxonomy label; empty: none.
    void chosen(const QString &label);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void search(const QString &typed);
    void move(int rows);
    void choose(int row);

    QLineEdit *m_search;
    QListView *m_list;
    Label *m_hint;
    ClassListModel *m_model;
    QString m_current;
};

} // namespace ecva
