// The gold answer of the review: shown, begun and stored. See ReviewView.h.
#include "ui/inspector/AnswerEdit.h"
#include "ui/review/GoldEditor.h"
#include "ui/review/ReviewSession.h"
#include "ui/review/ReviewView.h"
#include "ui/review/ReviewWording.h"
#include "ui/workspace/Workspace.h"

namespace ecva {

void ReviewView::flush()
{
    if (m_gold && m_gold->isChanged() && !m_gold->text().isEmpty())
        m_session->decide(Settlement::Merge, m_gold->text(), m_gold->source().answer);
}

/// The editor follows the current field; what is being written there stays.
void ReviewView::showGold()
{
    const ReviewField *field = m_session->field();
    const AnswerId answer = field ? field->gold : AnswerId();
    const QString text = field ? field->goldText : QString();
    const bool same = m_goldClip == m_session->sheet().clip && m_goldRow == m_session->row()
                      && m_goldAnswer == answer && m_goldText == text;
    m_gold->setEnabled(field != nullptr);
    if (same)
        return;
    m_goldClip = m_session->sheet().clip;
    m_goldRow = m_session->row();
    m_goldAnswer = answer;
    m_goldText = text;
    GoldEditor::Source source;
    if (field && field->goldSource) {
        source.answer = field->goldSource;
        if (field->goldSource == field->expert) {
            source.name = tr("the expert answer");
            source.text = field->expertText;
        }
        for (std::size_t i = 0; i < field->answers.size(); ++i) {
            if (field->answers[i].id == field->goldSource) {
                source.name = m_session->sheet().models.at(static_cast<int>(i));
                source.text = field->answers[i].text;
            }
        }
    }
    m_gold->showStored(field ? review::fieldName(field->task) : QString(), text, source);
}

void ReviewView::writeGold()
{
    const ReviewField *field = m_session->field();
    const QString reason = m_session->obstacle(Settlement::Merge);
    if (!field || !reason.isEmpty()) {
        m_workspace.showHint(reason);
        return;
    }
    if (m_gold->isWriting() || field->gold) { // go on with what is there
        if (!m_gold->isWriting())
            m_gold->begin(field->goldText, m_gold->source(), nullptr);
        m_gold->edit()->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (const ReviewAnswer *answer = m_session->answer(); answer && !answer->text.isEmpty())
        m_gold->begin(
            answer->text,
            {answer->id, m_session->sheet().models.at(m_session->column() - 1), answer->text},
            nullptr);
    else
        m_gold->begin(field->expertText,
                      {field->expert, tr("the expert answer"), field->expertText}, nullptr);
}

void ReviewView::mergeGold()
{
    const ReviewField *field = m_session->field();
    const ReviewAnswer *answer = m_session->answer();
    GoldEditor::Source beside;
    if (answer)
        beside = {answer->id, m_session->sheet().models.at(m_session->column() - 1), answer->text};
    const GoldEditor::Source expert{field->expert, tr("the expert answer"), field->expertText};
    if (field->gold)
        m_gold->begin(field->goldText, m_gold->source(), answer ? &beside : nullptr);
    else if (field->expertText.isEmpty() && answer)
        m_gold->begin(answer->text, beside, nullptr);
    else
        m_gold->begin(field->expertText, expert, answer ? &beside : nullptr);
}

void ReviewView::saveGold()
{
    if (m_session->decide(Settlement::Merge, m_gold->text(), m_gold->source().answer))
        finish();
}

} // namespace ecva
