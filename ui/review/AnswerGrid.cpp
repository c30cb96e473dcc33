#include "ui/review/AnswerGrid.h"

#include "ui/review/AnswerCell.h"
#include "ui/review/GridHeads.h"
#include "ui/style/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <numeric>

namespace ecva {
namespace {

constexpr int kHead = 60;
constexpr int kNames = 92;
constexpr int kMostModels = 3; ///< side by side
constexpr int kLeastColumn = 220;
constexpr int kBar = 10;      ///< thickness of a scroll bar
constexpr int kLeastRow = 92; ///< has room for the name with its star

/// Shares `room` among rows that would like to be `wanted` high: the current one counts twice, what
/// a short row leaves goes to the others, and none is lower than kLeastRow.
std::vector<int> sharedHeights(const std::vector<int> &wanted, int room, int current)
{
    std::vector<int> heights(wanted.size(), 0);
    const auto weight
        = [current](std::size_t row) { return static_cast<int>(row) == current ? 2 : 1; };
    for (;;) {
        int left = room;
        int weights = 0;
        for (std::size_t row = 0; row < wanted.size(); ++row) {
            left -= heights[row];
            weights += heights[row] == 0 ? weight(row) : 0;
        }
        bool settled = false;
        for (std::size_t row = 0; row < wanted.size() && weights > 0; ++row) {
            const int share = left * weight(row) / weights;
            if (heights[row] == 0 && (wanted[row] <= share || share < kLeastRow)) {
                heights[row] = std::min(wanted[row], std::max(share, kLeastRow));
                settled = true;
                break;
            }
        }
        if (settled)
            continue;
        for (std::size_t row = 0; row < wanted.size(); ++row) {
            if (heights[row] == 0)
                heights[row] = left * weight(row) / weights;
        }
        return heights;
    }
}

} // namespace

AnswerGrid::AnswerGrid(QWidget *parent)
    : QWidget(parent)
    , m_fixedHeads(new QWidget(this))
    , m_modelHeads(new QWidget(this))
    , m_fixedBody(new QWidget(this))
    , m_modelBody(new QWidget(this))
    , m_across(new QScrollBar(Qt::Horizontal, this))
    , m_down(new QScrollBar(Qt::Vertical, this))
{
    setObjectName(QStringLiteral("answerGrid"));
    setMinimumHeight(kHead + 120);
    m_across->setFocusPolicy(Qt::NoFocus);
    m_down->setFocusPolicy(Qt::NoFocus);
    m_down->setSingleStep(20);
    m_across->setSingleStep(40);
    connect(m_across, &QScrollBar::valueChanged, this, &AnswerGrid::scroll);
    connect(m_down, &QScrollBar::valueChanged, this, &AnswerGrid::scroll);
}

AnswerGrid::~AnswerGrid() = default;

bool AnswerGrid::marksAgreement(Marking marking, std::optional<double> rougeL)
{
    if (marking != Marking::Automatic)
        return marking == Marking::Agreement;
    return rougeL.value_or(0) < kFarApart;
}

AnswerCell *AnswerGrid::cell(int row, int column) const
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_cells.size() || column < 0
        || static_cast<std::size_t>(column) >= m_cells[static_cast<std::size_t>(row)].size())
        return nullptr;
    return m_cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
}

void AnswerGrid::setSheet(const ReviewSheet &sheet, const QString &expertNote)
{
    const bool sameShape = sheet.models.size() == m_sheet.models.size()
                           && sheet.fields.size() == m_sheet.fields.size();
    const bool sameClip = sheet.clip == m_sheet.clip;
    m_sheet = sheet;
    m_expertNote = expertNote;
    if (!sameShape || m_heads.empty())
        rebuild();
    fill();
    arrange();
    if (!sameClip)
        m_down->setValue(0);
}

void AnswerGrid::rebuild()
{
    const bool hadFocus = currentCell() && currentCell()->hasFocus();
    for (GridHead *head : m_heads)
        delete head;
    for (RowHead *name : m_names)
        delete name;
    for (const auto &row : m_cells) {
        for (AnswerCell *cell : row)
            delete cell;
    }
    m_heads.clear();
    m_names.clear();
    m_cells.clear();
    const int columns = static_cast<int>(m_sheet.models.size()) + 1;
    for (int column = 0; column < columns; ++column) {
        m_heads.push_back(new GridHead(column == 0 ? m_fixedHeads : m_modelHeads));
        m_heads.back()->show();
    }
    for (int row = 0; row < static_cast<int>(m_sheet.fields.size()); ++row) {
        m_names.push_back(new RowHead(m_fixedBody));
        m_names.back()->show();
        auto &cells = m_cells.emplace_back();
        for (int column = 0; column < columns; ++column) {
            auto *cell = new AnswerCell(column == 0 ? m_fixedBody : m_modelBody);
            cell->setObjectName(QStringLiteral("cell%1-%2").arg(row).arg(column));
            connect(cell, &AnswerCell::pressed, this,
                    [this, row, column] { Q_EMIT cellChosen(row, column); });
            connect(cell, &AnswerCell::opened, this,
                    [this, row, column] { Q_EMIT cellOpened(row, column); });
            connect(cell, &AnswerCell::moveRequested, this, &AnswerGrid::move);
            cell->show();
            cells.push_back(cell);
        }
    }
    m_row = std::clamp(m_row, 0, std::max(0, static_cast<int>(m_cells.size()) - 1));
    m_column = std::clamp(m_column, 0, columns - 1);
    if (AnswerCell *current = currentCell()) {
        setFocusProxy(current);
        if (hadFocus)
            current->setFocus(Qt::OtherFocusReason);
    } else {
        setFocusProxy(nullptr);
    }
}

void AnswerGrid::setMarking(Marking marking)
{
    if (marking == m_marking)
        return;
    m_marking = marking;
    mark();
    arrange(); // words that are gone take room
}

void AnswerGrid::setCurrent(int row, int column)
{
    const bool hadFocus = currentCell() && currentCell()->hasFocus();
    const bool otherRow = row != m_row;
    m_row = row;
    m_column = column;
    for (std::size_t r = 0; r < m_cells.size(); ++r) {
        const bool inRow = static_cast<int>(r) == row;
        m_names[r]->setCurrent(inRow);
        for (std::size_t c = 0; c < m_cells[r].size(); ++c)
            m_cells[r][c]->setCurrent(inRow && static_cast<int>(c) == column, inRow);
    }
    AnswerCell *current = currentCell();
    setFocusProxy(current);
    if (hadFocus && current)
        current->setFocus(Qt::OtherFocusReason);
    if (otherRow)
        arrange(); // where there is little room the current row has most of it
    reveal();
}

void AnswerGrid::move(int rows, int columns)
{
    const int row = m_row + rows;
    const int column = m_column + columns;
    if (cell(row, column))
        Q_EMIT cellChosen(row, column);
}

void AnswerGrid::arrange()
{
    const int models = static_cast<int>(m_sheet.models.size());
    if (m_cells.empty())
        return;
    const int shown = std::clamp(models, 1, kMostModels);
    // Once without a bar on the right, and once more where the rows need one.
    bool needsBar = false;
    std::vector<int> heights;
    int total = 0;
    int bodyHeight = 0;
    bool across = false;
    for (int pass = 0; pass < 2; ++pass) {
        const int room = width() - kNames - (needsBar ? kBar : 0);
        m_columnWidth = std::max(kLeastColumn, room / (shown + 1));
        across = m_columnWidth * models > room - m_columnWidth;
        bodyHeight = std::max(0, height() - kHead - (across ? kBar : 0));
        heights.assign(m_cells.size(), 0);
        total = 0;
        for (std::size_t row = 0; row < m_cells.size(); ++row) {
            for (const AnswerCell *cell : m_cells[row])
                heights[row] = std::max(heights[row], cell->heightForWidth(m_columnWidth));
            heights[row] = std::max(heights[row], kLeastRow);
            total += heights[row];
        }
        // All rows on the screen: longer texts scroll in their cells.
        if (total > bodyHeight) {
            heights = sharedHeights(heights, bodyHeight, m_row);
            total = std::accumulate(heights.begin(), heights.end(), 0);
        }
        if (total <= bodyHeight)
            break;
        needsBar = true;
    }
    if (const int spare = bodyHeight - total; spare > 0) {
        const int share = spare / static_cast<int>(heights.size());
        for (int &each : heights)
            each += share;
        heights.back() += spare - share * static_cast<int>(heights.size());
        total = bodyHeight;
    }
    m_tops.assign(1, 0);
    for (const int each : heights)
        m_tops.push_back(m_tops.back() + each);

    // What the division leaves goes to the expert: the models' columns fill their room exactly.
    const int room = width() - kNames - (needsBar ? kBar : 0);
    const int expert = std::max(m_columnWidth, room - std::min(models, shown) * m_columnWidth);
    const int fixed = kNames + expert;
    const int modelRoom = std::max(0, width() - fixed - (needsBar ? kBar : 0));
    m_fixedHeads->setGeometry(0, 0, fixed, kHead);
    m_modelHeads->setGeometry(fixed, 0, width() - fixed, kHead);
    m_fixedBody->setGeometry(0, kHead, fixed, bodyHeight);
    m_modelBody->setGeometry(fixed, kHead, modelRoom, bodyHeight);
    m_across->setVisible(across);
    m_across->setGeometry(fixed, height() - kBar, modelRoom, kBar);
    m_across->setPageStep(modelRoom);
    m_across->setRange(0, std::max(0, m_columnWidth * models - modelRoom));
    m_down->setVisible(needsBar);
    m_down->setGeometry(width() - kBar, kHead, kBar, bodyHeight);
    m_down->setPageStep(bodyHeight);
    m_down->setRange(0, std::max(0, total - bodyHeight));
    m_heads[0]->setGeometry(kNames, 0, expert, kHead);
    scroll();
    update();
}

void AnswerGrid::scroll()
{
    const int x = m_across->value();
    const int y = m_down->value();
    const auto models = static_cast<int>(m_sheet.models.size());
    for (int column = 1; column <= models; ++column) {
        m_heads[static_cast<std::size_t>(column)]->setGeometry(
            (column - 1) * m_columnWidth - x, 0,
            m_columnWidth + (column == models && m_down->isVisibleTo(this) ? kBar : 0), kHead);
    }
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        const int top = m_tops[row] - y;
        const int height = m_tops[row + 1] - m_tops[row];
        m_names[row]->setGeometry(0, top, kNames, height);
        m_cells[row][0]->setGeometry(kNames, top, m_fixedBody->width() - kNames, height);
        for (int column = 1; column <= models; ++column)
            m_cells[row][static_cast<std::size_t>(column)]->setGeometry(
                (column - 1) * m_columnWidth - x, top, m_columnWidth, height);
    }
}

/// Brings the current cell into view.
void AnswerGrid::reveal()
{
    if (m_row < 0 || static_cast<std::size_t>(m_row) + 1 >= m_tops.size())
        return;
    const int top = m_tops[static_cast<std::size_t>(m_row)];
    const int bottom = m_tops[static_cast<std::size_t>(m_row) + 1];
    if (bottom - m_down->value() > m_fixedBody->height())
        m_down->setValue(bottom - m_fixedBody->height());
    if (top < m_down->value())
        m_down->setValue(top);
    if (m_column < 1)
        return;
    const int left = (m_column - 1) * m_columnWidth;
    if (left + m_columnWidth - m_across->value() > m_modelBody->width())
        m_across->setValue(left + m_columnWidth - m_modelBody->width());
    if (left < m_across->value())
        m_across->setValue(left);
}

void AnswerGrid::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, kHead - 1, width(), 1), theme.hairline);
    painter.fillRect(QRect(kNames - 1, 0, 1, kHead), theme.hairline);
}

void AnswerGrid::resizeEvent(QResizeEvent *)
{
    arrange();
    reveal();
}

void AnswerGrid::wheelEvent(QWheelEvent *event)
{
    const QPoint turned = event->angleDelta();
    const bool sideways
        = std::abs(turned.x()) > std::abs(turned.y()) || event->modifiers() & Qt::ShiftModifier;
    QScrollBar *bar = sideways ? m_across : m_down;
    const int amount = sideways && turned.x() != 0 ? turned.x() : turned.y();
    bar->setValue(bar->value() - amount * bar->singleStep() * 3 / 120);
    event->accept();
}

void AnswerGrid::focusInEvent(QFocusEvent *event)
{
    if (AnswerCell *current = currentCell())
        current->setFocus(event->reason());
}

void AnswerGrid::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        mark();
        arrange();
    }
    QWidget::changeEvent(event);
}

void AnswerGrid::retranslate()
{
    setAccessibleName(tr("Answers"));
    fill();
    arrange();
}

} // namespace ecva
