#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QStyledItemDelegate>

#include <vector>

namespace ecva {

class ActionRegistry;

/// The commands that match what was typed, the best first.
class PaletteModel : public QAbstractListModel
{
    Q_OBJECT

public:
    struct Entry
    {
        QString id;
        QString text;
        QString group;
        QString keys;
        QString obstacle; ///< empty: it can be run
        QList<int> hits;  ///< positions of the matched letters in `text`
        int score = 0;
        bool tidy = false; ///< matched by words and their beginnings, not by strewn letters
    };

    explicit PaletteModel(const ActionRegistry &actions, QObject *parent);

    /// `recent`: ids run before, newest first; they lead while nothing is typed.
    void search(const QString &pattern, const QStringList &recent);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    const Entry &entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }

private:
    const ActionRegistry &m_actions;
    std::vector<Entry> m_entries;
};

/// Rows of 34 px: text with the typed letters marked, menu, key; the reason where it cannot run.
class PaletteDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    PaletteDelegate(const PaletteModel &model, QObject *parent);
    static constexpr int kRowHeight = 34;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    const PaletteModel &m_model;
};

/// Title of a menu ("file" → "File"), translated.
QString groupTitle(const QString &group);

} // namespace ecva
