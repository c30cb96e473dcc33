// What stands in the grid's heads and cells. See AnswerGrid.h.
#include "annotation/evaluation/WordDiff.h"
#include "ui/review/AnswerCell.h"
#include "ui/review/AnswerGrid.h"
#include "ui/review/GridHeads.h"
#include "ui/review/ReviewWording.h"
#include "ui/review/SharedWords.h"

namespace ecva {

void AnswerGrid::fill()
{
    for (std::size_t column = 0; column < m_heads.size(); ++column) {
        if (column == 0) {
            const QString round = m_sheet.fields.empty()
                                      ? QString()
                                      : review::roundName(m_sheet.fields.front().round);
            m_heads[0]->setTexts(tr("Expert"), round, m_expertNote);
            continue;
        }
        double rouge = 0;
        double delta = 0;
        int rouges = 0;
        int deltas = 0;
        for (const ReviewField &field : m_sheet.fields) {
            const ReviewAnswer &answer = field.answers[column - 1];
            if (answer.rougeL) {
                rouge += *answer.rougeL;
                ++rouges;
            }
            if (answer.delta && answer.delta->value) {
                delta += *answer.delta->value;
                ++deltas;
            }
        }
        QStringList facts;
        if (rouges > 0)
            facts.append(tr("mean ROUGE-L %1").arg(review::score(rouge / rouges)));
        if (deltas > 0)
            facts.append(tr("mean Δ %1").arg(review::signedScore(delta / deltas)));
        m_heads[column]->setTexts(m_sheet.models.at(static_cast<int>(column) - 1), {},
                                  facts.join(QStringLiteral("   ")));
    }
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        const ReviewField &field = m_sheet.fields[row];
        m_names[row]->setTexts(review::fieldName(field.task), review::fieldNote(field),
                               field.gold ? tr("Gold", "this field has a gold answer") : QString());
        for (std::size_t column = 0; column < m_cells[row].size(); ++column) {
            AnswerCell::Content content;
            content.isExpert = column == 0;
            if (column == 0) {
                content.title = tr("%1, expert").arg(review::fieldName(field.task));
                content.text = field.expertText;
                content.missing = tr("The expert has not answered.");
                content.isGoldSource = field.goldSource && field.goldSource == field.expert;
            } else {
                const ReviewAnswer &answer = field.answers[column - 1];
                content.title = tr("%1, %2", "field, model")
                                    .arg(review::fieldName(field.task),
                                         m_sheet.models.at(static_cast<int>(column) - 1));
                content.text = answer.text;
                content.missing = answer.id ? tr("The model's answer is empty.")
                                            : tr("This model was not asked.");
                content.isGoldSource = field.goldSource && field.goldSource == answer.id;
                content.state = answer.state;
                content.rougeL = answer.rougeL;
                content.delta = answer.delta;
                content.demonstration = answer.demonstration;
                content.chain = review::chainSentence(answer.chainParts);
            }
            m_cells[row][column]->setContent(content);
        }
    }
    mark();
    setCurrent(m_row, m_column);
}

void AnswerGrid::mark()
{
    for (std::size_t row = 0; row < m_cells.size(); ++row) {
        const QString &expert = m_sheet.fields[row].expertText;
        for (std::size_t column = 0; column < m_cells[row].size(); ++column) {
            AnswerCell *cell = m_cells[row][column];
            const AnswerCell::Content &content = cell->content();
            if (column == 0 || expert.isEmpty())
                cell->text().setPlain(content.text);
            else if (marksAgreement(m_marking, content.rougeL))
                cell->text().setMarked(content.text, sharedWords(content.text, expert));
            else
                cell->text().setDiff(wordDiff(expert, content.text));
            cell->update();
        }
    }
}

} // namespace ecva
