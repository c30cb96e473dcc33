#include "ui/shell/PaletteModel.h"

#include "ui/shell/FuzzyMatch.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace ecva {
namespace {

class GroupTitles
{
    Q_DECLARE_TR_FUNCTIONS(ecva::GroupTitles)
};

constexpr int kNamed = 100000;

/// What people call a thing whose command has another name.
QString otherNames(const QString &command)
{
    if (command == QLatin1String("view.measure"))
        return GroupTitles::tr("Delta, hallucination, evidence", "other names of Measure");
    if (command == QLatin1String("view.review"))
        return GroupTitles::tr("Compare, gold, disagreements", "other names of Review");
    if (command == QLatin1String("file.import"))
        return GroupTitles::tr("Spreadsheet, xlsx, JSON, CSV", "other names of Import");
    if (command == QLatin1String("file.export"))
        return GroupTitles::tr("Save as, training data, JSON", "other names of Export");
    if (command == QLatin1String("help.keys"))
        return GroupTitles::tr("Shortcuts, keyboard", "other names of All keys");
    if (command == QLatin1String("model.load"))
        return GroupTitles::tr("Checkpoint, weights, AnomShield", "other names of Load a model");
    return {};
}

/// Every letter begins a word or follows the one before it: what a person means by typing it.
bool isTidy(const QList<int> &hits, const QString &text)
{
    for (int i = 0; i < hits.size(); ++i) {
        const int at = hits.at(i);
        const bool follows = i > 0 && hits.at(i - 1) == at - 1;
        const bool begins = at == 0 || !text.at(at - 1).isLetterOrNumber();
        if (!follows && !begins)
            return false;
    }
    return true;
}

} // namespace

QString groupTitle(const QString &group)
{
    if (group == QLatin1String("file"))
        return GroupTitles::tr("File");
    if (group == QLatin1String("edit"))
        return GroupTitles::tr("Edit");
    if (group == QLatin1String("clip"))
        return GroupTitles::tr("Clip");
    if (group == QLatin1String("player"))
        return GroupTitles::tr("Play");
    if (group == QLatin1String("segment"))
        return GroupTitles::tr("Segment");
    if (group == QLatin1String("text"))
        return GroupTitles::tr("Text");
    if (group == QLatin1String("model") || group == QLatin1String("measure"))
        return GroupTitles::tr("Model");
    if (group == QLatin1String("review"))
        return GroupTitles::tr("Review");
    if (group == QLatin1String("help"))
        return GroupTitles::tr("Help");
    return GroupTitles::tr("View");
}

PaletteModel::PaletteModel(const ActionRegistry &actions, QObject *parent)
    : QAbstractListModel(parent)
    , m_actions(actions)
{
}

void PaletteModel::search(const QString &pattern, const QStringList &recent)
{
    std::vector<Entry> entries;
    bool anyTidy = false;
    for (const ActionRegistry::Command &command : m_actions.commands()) {
        Entry entry;
        entry.id = command.id;
        entry.text = command.text();
        // The id is English whatever the language of the window.
        const auto byText = fuzzyMatch(pattern, entry.text);
        const auto byId = fuzzyMatch(pattern, command.id);
        const QString names = otherNames(command.id);
        const bool byName
            = pattern.size() > 1 && names.contains(pattern.trimmed(), Qt::CaseInsensitive);
        if (!byText && !byId && !byName)
            continue;
        entry.score = std::max(byText ? byText->score : 0, byId ? byId->score / 2 : 0);
        if (byName) // what is meant leads what merely says the word
            entry.score += kNamed;
        entry.tidy = byName || (byText && isTidy(byText->positions, entry.text))
                     || (byId && isTidy(byId->positions, command.id));
        anyTidy = anyTidy || entry.tidy;
        if (byText)
            entry.hits = byText->positions;
        if (pattern.isEmpty()) {
            const qsizetype at = recent.indexOf(command.id);
            entry.score = at < 0 ? 0 : static_cast<int>(recent.size() - at);
        }
        entry.group = groupTitle(command.group);
        entry.keys = m_actions.keyText(command.id);
        entry.obstacle = command.obstacle ? command.obstacle() : QString();
        entries.push_back(std::move(entry));
    }
    // Letters strewn over a text count only where nothing better is found.
    if (anyTidy && !pattern.isEmpty())
        std::erase_if(entries, [](const Entry &entry) { return !entry.tidy; });
    std::stable_sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
        return a.obstacle.isEmpty() != b.obstacle.isEmpty() ? a.obstacle.isEmpty()
                                                            : a.score > b.score;
    });
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Entry &row = entry(index.row());
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return row.text;
    if (role == Qt::AccessibleDescriptionRole)
        return row.obstacle.isEmpty() ? row.keys : row.obstacle;
    return {};
}

PaletteDelegate::PaletteDelegate(const PaletteModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, kRowHeight};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const PaletteModel::Entry &row = m_model.entry(index.row());
    const bool possible = row.obstacle.isEmpty();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, theme.selection);
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())),
                          theme.accent);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, theme.hover);
    }
    QRect rest = option.rect.adjusted(16, 0, -16, 0);

    // The key keeps its place at the right; menus stand in one column before it.
    constexpr int kKeyColumn = 110;
    painter->setFont(uiFont(TextSize::Secondary));
    if (!possible) {
        painter->setPen(theme.text2);
        const int width = std::min(painter->fontMetrics().horizontalAdvance(row.obstacle) + 4,
                                   rest.width() / 2);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignRight,
                          painter->fontMetrics().elidedText(row.obstacle, Qt::ElideRight, width));
        rest.setRight(rest.right() - width - 12);
    } else {
        if (!row.keys.isEmpty()) {
            const int width = keyCapWidth(row.keys);
            drawKeyCap(*painter, QRect(rest.right() - width + 1, rest.center().y() - 8, width, 18),
                       row.keys, theme.text3, theme.border);
        }
        painter->setPen(theme.text3);
        const int width = painter->fontMetrics().horizontalAdvance(row.group);
        painter->drawText(
            QRect(rest.right() - kKeyColumn - width, rest.top(), width + 2, rest.height()),
            Qt::AlignVCenter | Qt::AlignLeft, row.group);
        rest.setRight(rest.right() - kKeyColumn - width - 12);
    }

    // Letter by letter, so that the typed ones can be marked.
    const QFont plain = uiFont(TextSize::Body);
    QFont marked = uiFont(TextSize::Body, QFont::DemiBold);
    marked.setUnderline(true);
    int x = rest.left();
    int run = 0;
    while (run < row.text.size()) {
        const bool hit = row.hits.contains(run);
        int end = run;
        while (end < row.text.size() && row.hits.contains(end) == hit)
            ++end;
        painter->setFont(hit ? marked : plain);
        painter->setPen(hit ? theme.accent : possible ? theme.text1 : theme.text3);
        const QString part = row.text.mid(run, end - run);
        const QRect place(x, rest.top(), std::max(0, rest.right() - x), rest.height());
        painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft, part);
        x += painter->fontMetrics().horizontalAdvance(part);
        run = end;
    }
    painter->restore();
}

} // namespace ecva
