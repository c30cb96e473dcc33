#include "ui/delta/EmptyDelta.h"

#include "ui/delta/EvidenceWords.h"
#include "ui/delta/WordFlow.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace ecva {
namespace {

constexpr int kWidth = 720;

} // namespace

EmptyDelta::EmptyDelta(QWidget *parent)
    : QWidget(parent)
    , m_headline(new Label(Label::Tone::Text1, this))
    , m_sentence(new Label(Label::Tone::Text2, this))
    , m_obstacle(new Label(Label::Tone::Warn, this))
    , m_answerTitle(new Label(Label::Tone::Text1, this))
    , m_scroll(new QScrollArea(this))
    , m_answer(new WordFlow)
{
    m_headline->setFont(uiFont(TextSize::Lead));
    m_headline->setObjectName(QStringLiteral("emptyHeadline"));
    m_sentence->setFont(uiFont(TextSize::Body));
    m_sentence->setObjectName(QStringLiteral("emptySentence"));
    m_obstacle->setFont(uiFont(TextSize::Body));
    m_obstacle->setObjectName(QStringLiteral("emptyObstacle"));
    m_answerTitle->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    for (Label *label : {m_headline, m_sentence, m_obstacle})
        label->setWordWrap(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_answer);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_headline);
    column->addWidget(m_sentence);
    column->addWidget(m_obstacle);
    column->addSpacing(24);
    column->addWidget(m_answerTitle);
    column->addWidget(m_scroll, 1);
}

void EmptyDelta::show(const QString &headline, const QString &sentence, const QString &obstacle,
                      const QString &answerTitle, const QString &answer)
{
    m_headline->setText(headline);
    m_sentence->setText(sentence);
    m_obstacle->setText(obstacle);
    m_obstacle->setVisible(!obstacle.isEmpty());
    m_answerTitle->setText(answerTitle);
    m_answerTitle->setVisible(!answer.isEmpty());
    m_answer->setAccessibleName(answerTitle);
    if (answer == m_text)
        return;
    m_text = answer;
    std::vector<WordFlow::Word> words;
    for (const TextWord &word : splitWords(answer))
        words.push_back({word.text, WordFlow::Mark::Plain, {}, word.spaceBefore, word.newLine});
    m_answer->setWords(std::move(words));
    m_answer->setVisible(!answer.isEmpty());
    m_answer->setFocusPolicy(answer.isEmpty() ? Qt::NoFocus : Qt::StrongFocus);
}

void EmptyDelta::resizeEvent(QResizeEvent *)
{
    const int side = std::max(16, (width() - kWidth) / 2);
    layout()->setContentsMargins(side, std::max(24, height() / 8), side, 16);
}

} // namespace ecva
