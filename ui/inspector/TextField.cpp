#include "ui/inspector/TextField.h"

#include "annotation/lint/TextCount.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/inspector/RuleMark.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputMethod>
#include <QVBoxLayout>

#include <chrono>

namespace ecva {
namespace {

constexpr std::chrono::milliseconds kCommitDelay{400};

/// Blanks alone are no answer.
QString normalized(const QString &text)
{
    return text.trimmed().isEmpty() ? QString() : text;
}

} // namespace

TextField::TextField(const QString &editName, QWidget *parent)
    : QWidget(parent)
    , m_title(new Label(Label::Tone::Text1))
    , m_subtitle(new Label(Label::Tone::Text3))
    , m_counter(new Label(Label::Tone::Text2))
    , m_mark(new RuleMark)
    , m_edit(new AnswerEdit)
{
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_subtitle->setFont(uiFont(TextSize::Secondary));
    m_subtitle->setElided(true);
    m_counter->setFont(uiFont(TextSize::Secondary));
    m_counter->setTabular(true);
    m_counter->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_edit->setObjectName(editName);

    auto *header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(m_title);
    header->addWidget(m_subtitle, 1);
    header->addWidget(m_counter);
    header->addWidget(m_mark);
    for (QWidget *widget : {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_subtitle),
                            static_cast<QWidget *>(m_counter)})
        widget->setFixedHeight(18);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addLayout(header);
    column->addWidget(m_edit);

    m_delay.setSingleShot(true);
    m_delay.setInterval(kCommitDelay);
    connect(&m_delay, &QTimer::timeout, this, &TextField::commit);
    connect(m_edit, &AnswerEdit::textEdited, this, &TextField::onEdited);
    connect(m_edit, &AnswerEdit::composingChanged, this, [this](bool composing) {
        if (composing)
            m_delay.stop();
        else if (isDirty())
            m_delay.start();
    });
    connect(m_edit, &AnswerEdit::focusLeft, this, &TextField::commit);
    connect(m_edit, &AnswerEdit::leaveRequested, this, &TextField::leaveRequested);
    updateCounter();
}

void TextField::setTitles(const QString &title, const QString &subtitle, const QString &placeholder)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
    m_edit->setPlaceholderText(placeholder);
    m_edit->setAccessibleName(title);
    m_edit->setAccessibleDescription(subtitle);
    updateCounter();
}

void TextField::setRequired(bool required)
{
    m_required = required;
    updateCounter();
}

void TextField::setReadOnly(bool readOnly, const QString &reason)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setToolTip(reason);
}

QString TextField::text() const
{
    return normalized(m_edit->toPlainText());
}

bool TextField::isDirty() const
{
    return text() != m_stored;
}

void TextField::reset(const QString &stored)
{
    m_delay.stop();
    m_failure.clear();
    m_stored = stored;
    m_edit->showText(stored);
    updateCounter();
}

void TextField::refresh(const QString &stored)
{
    const bool dirty = isDirty();
    m_stored = stored;
    if (!dirty)
        m_edit->showText(stored);
    updateCounter();
}

void TextField::setStored(const QString &stored)
{
    m_failure.clear();
    m_stored = stored;
    updateCounter();
}

void TextField::setFailed(const QString &reason)
{
    m_failure = reason;
    updateCounter();
}

void TextField::flush()
{
    if (m_edit->isComposing())
        QGuiApplication::inputMethod()->commit();
    commit();
}

void TextField::onEdited()
{
    updateCounter();
    if (!isDirty())
        m_delay.stop();
    else if (!m_edit->isComposing())
        m_delay.start();
}

void TextField::commit()
{
    m_delay.stop();
    if (isDirty() && !m_edit->isReadOnly())
        Q_EMIT commitRequested(text());
}

void TextField::updateCounter()
{
    const QString written = m_edit->toPlainText();
    const int words = countWords(written);
    if (words == 0)
        m_counter->setText(tr("0 words", "counter of an empty text"));
    else if (isChinese(written))
        m_counter->setText(tr("%n character(s)", "counter of a Chinese text", words));
    else
        m_counter->setText(tr("%1 · %2", "counter: words, characters")
                               .arg(tr("%n word(s)", "counter", words),
                                    tr("%n char(s)", "counter", countCharacters(written))));
    m_counter->setTone(Label::Tone::Text2);
    m_counter->setToolTip({});
    if (!m_failure.isEmpty()) {
        m_mark->setState(RuleMark::State::Broken);
        m_counter->setText(tr("Not saved"));
        m_counter->setTone(Label::Tone::Error);
        m_counter->setToolTip(m_failure);
    } else if (words > 0) {
        m_mark->setState(RuleMark::State::Ok);
    } else {
        m_mark->setState(m_required ? RuleMark::State::Missing : RuleMark::State::None);
    }
    m_mark->setToolTip(m_failure);
}

void TextField::retranslate()
{
    updateCounter();
}

} // namespace ecva
