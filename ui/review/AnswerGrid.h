#pragma once

#include "ui/review/ReviewSheet.h"

#include <QPointer>
#include <QStringList>
#include <QWidget>

#include <vector>

class QScrollBar;

namespace ecva {

class AnswerCell;
class GridHead;
class RowHead;

/// Fields by answers: names and the expert's answers stay, the models' scroll sideways where there
/// are more than three. All rows are on the screen: where their texts are longer, the current row
/// has twice the room of the others, and cells scroll in themselves.
class AnswerGrid : public QWidget
{
    Q_OBJECT

public:
    /// What to mark in the models' answers.
    enum class Marking { Automatic, Agreement, Change };

    explicit AnswerGrid(QWidget *parent = nullptr);
    ~AnswerGrid() override;

    /// Shows another clip, or the same one changed.
    void setSheet(const ReviewSheet &sheet, const QString &expertNote);
    void setMarking(Marking marking);
    /// Row and column of the frame; column 0 is the expert's, 1 the first model's.
    void setCurrent(int row, int column);
    int row() const { return m_row; }
    int column() const { return m_column; }
    AnswerCell *cell(int row, int column) const;
    AnswerCell *currentCell() const { return cell(m_row, m_column); }
    void retranslate();

    /// Below this ROUGE-L the words that agree are marked, from it on what changed.
    static constexpr double kFarApart = 0.35;
    static bool marksAgreement(Marking marking, std::optional<double> rougeL);

Q_SIGNALS:
    void cellChosen(int row, int column);
    void cellOpened(int row, int column);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void fill();
    void mark();
    void arrange();
    void scroll();
    void reveal();
    void move(int rows, int columns);

    ReviewSheet m_sheet;
    QString m_expertNote;
    Marking m_marking = Marking::Automatic;
    int m_row = 0;
    int m_column = 0;
    QWidget *m_fixedHeads; ///< the clips: what is scrolled shows only in them
    QWidget *m_modelHeads;
    QWidget *m_fixedBody;
    QWidget *m_modelBody;
    QScrollBar *m_across;
    QScrollBar *m_down;
    std::vector<GridHead *> m_heads;                ///< expert, models
    std::vector<RowHead *> m_names;                 ///< one per field
    std::vector<std::vector<AnswerCell *>> m_cells; ///< by field, then column
    std::vector<int> m_tops;                        ///< of the rows, and the end
    int m_columnWidth = 0;
};

} // namespace ecva
