#pragma once

#include "ui/review/ReviewSheet.h"

#include <QListView>

namespace ecva {

class DisagreementModel;

/// The disagreements of a clip, the worst first: field, what differs, ROUGE-L, and what was
/// decided.
class DisagreementList : public QListView
{
    Q_OBJECT

public:
    static constexpr int kRowHeight = 50;

    explicit DisagreementList(QWidget *parent = nullptr);

    void setSheet(const ReviewSheet &sheet);
    /// -1: none. Emits nothing.
    void setCurrentItem(int item);
    void retranslate();

Q_SIGNALS:
    /// By the person.
    void itemChosen(int item);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    DisagreementModel *m_items;
    bool m_quiet = false; ///< the selection is set from outside
};

} // namespace ecva
