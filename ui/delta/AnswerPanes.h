#pragma once

#include "annotation/evaluation/DeltaSummary.h"
#include "ui/delta/EvidenceWords.h"
#include "ui/style/Controls.h"

#include <QWidget>

class QScrollArea;

namespace ecva {

class EvidenceChart;
class MaskTable;
class WordFlow;

/// What the marks on words mean, in one line; items that do not fit go to the next.
class MarkLegend : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Evidence, Diff };
    explicit MarkLegend(Kind kind, QWidget *parent = nullptr);
    bool hasHeightForWidth() const override { return m_kind == Kind::Evidence; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Item
    {
        int mark = 0; ///< of WordFlow::Mark; -1: a caption
        QString text;
        QRect rect;
    };
    std::vector<Item> layOut(int width, int *height) const;

    Kind m_kind;
};

/// The answer with its evidence: the words, what the marks mean, and the chart where there is room.
class EvidencePane : public QWidget
{
    Q_OBJECT

public:
    explicit EvidencePane(QWidget *parent = nullptr);
    void setSummary(const DeltaSummary &summary);
    const std::vector<EvidenceWord> &words() const { return m_words; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void showNote(int word);

    std::vector<EvidenceWord> m_words;
    Label *m_title;
    Label *m_note;
    QScrollArea *m_scroll;
    WordFlow *m_flow;
    MarkLegend *m_legend;
    EvidenceChart *m_chart;
    bool m_measured = false;
};

/// The answer without the key frames as a word diff, and what every mask cost.
class MaskedPane : public QWidget
{
    Q_OBJECT

public:
    explicit MaskedPane(QWidget *parent = nullptr);
    void setSummary(const DeltaSummary &summary);
    int goneWords() const { return m_gone; }
    int newWords() const { return m_new; }
    int sameWords() const { return m_same; }

private:
    Label *m_title;
    Label *m_note;
    QScrollArea *m_scroll;
    QWidget *m_content;
    WordFlow *m_flow;
    MarkLegend *m_legend;
    Label *m_tableTitle;
    Label *m_unit;
    MaskTable *m_table;
    Label *m_remarks;
    int m_gone = 0, m_new = 0, m_same = 0;
};

} // namespace ecva
