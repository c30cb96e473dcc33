#include "ui/delta/AnswerPanes.h"

#include "annotation/evaluation/WordDiff.h"
#include "ui/delta/DeltaTexts.h"
#include "ui/delta/EvidenceChart.h"
#include "ui/delta/MaskTable.h"
#include "ui/delta/WordFlow.h"
#include "ui/style/Fonts.h"

#include <QHBoxLayout>
#include <QScrollArea>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kMargin = 16;
constexpr int kTitle = 40;
constexpr int kScrollBar = 12; ///< kept free beside a text
constexpr int kLeastText = 60; ///< two lines: the chart goes before them
constexpr int kTallestChart = 220;
constexpr double kMostMarked = 0.65; ///< 1 − ROUGE-L up to which a diff is worth reading

/// Of a script that puts blanks between words.
bool isLatin(QChar c)
{
    return c.unicode() < 0x2E80;
}

Label *makeTitle(QWidget *parent)
{
    auto *label = new Label(Label::Tone::Text1, parent);
    label->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    return label;
}

Label *makeNote(QWidget *parent)
{
    auto *label = new Label(Label::Tone::Text2, parent);
    label->setFont(uiFont(TextSize::Secondary));
    return label;
}

QScrollArea *makeScroll(QWidget *content, QWidget *parent)
{
    auto *scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus); // the text in it takes it, and scrolls
    scroll->setWidget(content);
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    return scroll;
}

WordFlow::Mark markOf(EvidenceLevel level)
{
    switch (level) {
    case EvidenceLevel::Less:
        return WordFlow::Mark::Less;
    case EvidenceLevel::Some:
        return WordFlow::Mark::Some;
    case EvidenceLevel::More:
        return WordFlow::Mark::More;
    case EvidenceLevel::Most:
        return WordFlow::Mark::Most;
    case EvidenceLevel::None:
        break;
    }
    return WordFlow::Mark::Plain;
}

void keepInView(QScrollArea *scroll, WordFlow *flow)
{
    QObject::connect(flow, &WordFlow::currentChanged, scroll, [scroll, flow](int word) {
        if (word < 0 || !flow->hasFocus())
            return;
        const QPoint at = flow->mapTo(scroll->widget(), flow->wordRect(word).center());
        scroll->ensureVisible(at.x(), at.y(), 0, 30);
    });
}

} // namespace

EvidencePane::EvidencePane(QWidget *parent)
    : QWidget(parent)
    , m_title(makeTitle(this))
    , m_note(makeNote(this))
    , m_flow(new WordFlow)
    , m_legend(new MarkLegend(MarkLegend::Kind::Evidence, this))
    , m_chart(new EvidenceChart(this))
{
    setObjectName(QStringLiteral("evidencePane"));
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_note->setObjectName(QStringLiteral("evidenceNote"));
    m_flow->setObjectName(QStringLiteral("answerText"));
    m_chart->setObjectName(QStringLiteral("evidenceChart"));
    m_scroll = makeScroll(m_flow, this);
    keepInView(m_scroll, m_flow);
    connect(m_flow, &WordFlow::currentChanged, this, [this](int word) {
        m_chart->setCurrent(word);
        showNote(word);
    });
    connect(m_chart, &EvidenceChart::currentChanged, m_flow, &WordFlow::setCurrent);
}

void EvidencePane::setSummary(const DeltaSummary &summary)
{
    m_measured = summary.delta.has_value();
    m_words = evidenceWords(summary.tokens);
    if (m_words.empty()) { // nothing was measured: the words alone
        for (const TextWord &word : splitWords(summary.answer))
            m_words.push_back({word, 0});
    }
    std::vector<WordFlow::Word> words;
    words.reserve(m_words.size());
    for (const EvidenceWord &word : m_words)
        words.push_back(
            {word.word.text, m_measured ? markOf(levelOf(word.evidence)) : WordFlow::Mark::Plain,
             m_measured ? evidenceTip(word) : QString(), word.word.spaceBefore, word.word.newLine});
    m_title->setText(m_measured ? tr("Answer with the key frames") : tr("Answer"));
    m_flow->setAccessibleName(m_title->text());
    m_flow->setWords(std::move(words));
    m_chart->setWords(m_words);
    showNote(-1);
    arrange();
}

void EvidencePane::showNote(int word)
{
    if (word >= 0 && m_measured)
        m_note->setText(evidenceTip(m_words[static_cast<std::size_t>(word)]));
    else if (m_measured)
        m_note->setText(
            tr("%1 of %n words do not depend on them", nullptr, static_cast<int>(m_words.size()))
                .arg(independentWords(m_words)));
    else
        m_note->clear();
}

void EvidencePane::resizeEvent(QResizeEvent *)
{
    arrange();
}

void EvidencePane::arrange()
{
    const int wide = width() - 2 * kMargin;
    m_title->setGeometry(kMargin, 0, std::min(wide, m_title->sizeHint().width()), kTitle);
    const int noteLeft = m_title->geometry().right() + 12;
    m_note->setGeometry(noteLeft, 0, width() - kMargin - noteLeft, kTitle);

    const int legend = m_measured ? m_legend->heightForWidth(wide) + 6 : 0;
    const int room = height() - kTitle - legend - 8;
    const int text = m_flow->heightForWidth(wide - kScrollBar);
    const int least = std::min(text, kLeastText);
    const bool chart = m_measured && room - least >= EvidenceChart::kLeastHeight + 8;
    int chartHeight = 0;
    if (chart)
        chartHeight = std::clamp(room - text - 8, EvidenceChart::kLeastHeight, kTallestChart);
    const int textHeight = std::min(text, room - (chart ? chartHeight + 8 : 0));
    m_scroll->setGeometry(kMargin, kTitle, wide, std::max(0, textHeight));
    m_legend->setVisible(m_measured);
    m_legend->setGeometry(kMargin, kTitle + textHeight + 6, wide, std::max(0, legend - 6));
    m_chart->setVisible(chart);
    m_chart->setGeometry(kMargin, kTitle + textHeight + legend + 8, wide, chartHeight);
}

MaskedPane::MaskedPane(QWidget *parent)
    : QWidget(parent)
    , m_title(makeTitle(this))
    , m_note(makeNote(this))
    , m_content(new QWidget)
    , m_flow(new WordFlow(m_content))
    , m_legend(new MarkLegend(MarkLegend::Kind::Diff, this))
    , m_tableTitle(makeTitle(m_content))
    , m_unit(makeNote(m_content))
    , m_table(new MaskTable(m_content))
    , m_remarks(makeNote(m_content))
{
    setObjectName(QStringLiteral("maskedPane"));
    m_flow->setObjectName(QStringLiteral("maskedText"));
    m_note->setObjectName(QStringLiteral("diffNote"));
    m_remarks->setWordWrap(true);
    m_remarks->setObjectName(QStringLiteral("deltaRemarks"));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(kMargin, 0, kMargin, 0);
    head->addWidget(m_title);
    head->addSpacing(8);
    head->addWidget(m_legend);
    head->addStretch(1);
    head->addWidget(m_note);

    auto *tableHead = new QHBoxLayout;
    tableHead->addWidget(m_tableTitle);
    tableHead->addStretch(1);
    tableHead->addWidget(m_unit);
    auto *inner = new QVBoxLayout(m_content);
    inner->setContentsMargins(kMargin, 0, kMargin, 8);
    inner->setSpacing(6);
    inner->addWidget(m_flow);
    inner->addSpacing(10);
    inner->addLayout(tableHead);
    inner->addWidget(m_table);
    inner->addWidget(m_remarks);
    inner->addStretch(1);
    m_scroll = makeScroll(m_content, this);
    keepInView(m_scroll, m_flow);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *headRow = new QWidget(this);
    headRow->setFixedHeight(kTitle);
    headRow->setLayout(head);
    layout->addWidget(headRow);
    layout->addWidget(m_scroll, 1);
}

void MaskedPane::setSummary(const DeltaSummary &summary)
{
    const bool measured = summary.delta.has_value();
    m_gone = m_new = m_same = 0;
    // Where little is left of an answer a wall of marks teaches nothing: the new one alone is read.
    const bool marked = summary.change <= kMostMarked;
    std::vector<WordFlow::Word> words;
    if (measured) {
        bool endsBlank = false;
        for (const DiffPiece &piece : wordDiff(summary.answer, summary.maskedAnswer)) {
            const bool gone = piece.kind == DiffPiece::Kind::Gone;
            const bool isNew = piece.kind == DiffPiece::Kind::New;
            std::vector<TextWord> split = splitWords(piece.text);
            (gone ? m_gone : isNew ? m_new : m_same) += static_cast<int>(split.size());
            if (split.empty() || (gone && !marked))
                continue;
            // Pieces end with their blanks; the last of a text has none.
            TextWord &first = split.front();
            first.spaceBefore
                = first.spaceBefore
                  || (!words.empty()
                      && (endsBlank
                          || (isLatin(words.back().text.back()) && isLatin(first.text.front()))));
            for (const TextWord &word : split)
                words.push_back({word.text,
                                 !marked ? WordFlow::Mark::Plain
                                 : gone  ? WordFlow::Mark::Gone
                                 : isNew ? WordFlow::Mark::New
                                         : WordFlow::Mark::Plain,
                                 gone    ? tr("Only with the key frames")
                                 : isNew ? tr("Only without the key frames")
                                         : QString(),
                                 word.spaceBefore, word.newLine});
            endsBlank = piece.text.back().isSpace();
        }
    }
    m_title->setText(tr("Answer without them"));
    m_flow->setAccessibleName(m_title->text());
    m_note->setText(
        tr("%1 new, %2 gone, %n word(s) as before", nullptr, m_same).arg(m_new).arg(m_gone));
    m_note->setVisible(measured);
    m_flow->setVisible(measured);
    m_flow->setWords(std::move(words));
    m_legend->setVisible(measured && marked && m_gone + m_new > 0);
    m_tableTitle->setText(maskTableTitle(summary.mask));
    m_tableTitle->setVisible(measured);
    m_unit->setText(tr("nats per token"));
    m_unit->setVisible(measured);
    m_table->setSummary(summary);
    m_table->setVisible(measured);
    QStringList remarks;
    for (const QString &note : summary.notes) {
        if (const QString text = noteText(note); !text.isEmpty())
            remarks << text;
    }
    if (!measured)
        remarks.prepend(tr("It was not asked again: there is no frame to take away. Mark the "
                           "segment where the anomaly is, or let the model see more frames."));
    else if (summary.controls.empty())
        remarks.prepend(tr("Without controls there is no adjusted delta."));
    m_remarks->setText(remarks.join(u'\n'));
    m_remarks->setVisible(!remarks.isEmpty());
    m_scroll->ensureVisible(0, 0);
}

} // namespace ecva
