#include "ui/review/GoldEditor.h"

#include "annotation/evaluation/WordDiff.h"
#include "ui/inspector/AnswerEdit.h"
#include "ui/review/MarkedText.h"
#include "ui/review/ReviewWording.h"
#include "ui/review/SharedWords.h"
#include "ui/style/Bar.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ecva {

GoldEditor::GoldEditor(QWidget *parent)
    : QWidget(parent)
    , m_star(new IconMark(this))
    , m_title(new Label(Label::Tone::Text1, this))
    , m_note(new Label(Label::Tone::Text3, this))
    , m_counter(new Label(Label::Tone::Text2, this))
    , m_paneTitle(new Label(Label::Tone::Text3, this))
    , m_edit(new AnswerEdit(this))
    , m_scroll(new QScrollArea(this))
    , m_pane(new MarkedLabel)
{
    setObjectName(QStringLiteral("goldEditor"));
    m_edit->setObjectName(QStringLiteral("goldText"));
    m_pane->setObjectName(QStringLiteral("goldPane"));
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    for (Label *label : {m_note, m_counter, m_paneTitle})
        label->setFont(uiFont(TextSize::Secondary));
    m_note->setElided(true);
    m_note->setObjectName(QStringLiteral("goldNote"));
    m_paneTitle->setElided(true);
    m_counter->setTabular(true);
    m_counter->setObjectName(QStringLiteral("goldCounter"));
    for (Label *label : {m_title, m_note, m_counter, m_paneTitle})
        label->setFixedHeight(20);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(m_pane);
    m_scroll->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);

    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_star);
    head->addWidget(m_title);
    head->addWidget(m_note, 1);
    auto *caption = new QHBoxLayout;
    caption->setSpacing(8);
    caption->addWidget(m_paneTitle, 1);
    caption->addWidget(m_counter);
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addLayout(head);
    left->addWidget(m_edit);
    auto *right = new QVBoxLayout;
    right->setSpacing(14); // the lines of both texts stand side by side
    right->addLayout(caption);
    right->addWidget(m_scroll, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 10, 16, 12);
    row->setSpacing(16);
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    connect(m_edit, &AnswerEdit::textEdited, this, &GoldEditor::onEdited);
    connect(m_edit, &AnswerEdit::leaveRequested, this, &GoldEditor::leaveRequested);
}

QString GoldEditor::text() const
{
    const QString written = m_edit->toPlainText();
    return written.trimmed().isEmpty() ? QString() : written;
}

bool GoldEditor::isChanged() const
{
    return m_writing && text() != m_begun;
}

void GoldEditor::showStored(const QString &field, const QString &text, const Source &source)
{
    m_field = field;
    m_stored = text;
    m_begun = text;
    m_source = source;
    m_hasBeside = false;
    m_writing = false;
    m_showing = true;
    m_edit->showText(text);
    m_showing = false;
    refresh();
}

void GoldEditor::begin(const QString &text, const Source &source, const Source *beside)
{
    m_source = source;
    m_hasBeside = beside != nullptr;
    if (beside)
        m_beside = *beside;
    m_begun = text;
    m_writing = true;
    m_showing = true;
    m_edit->showText(text);
    m_edit->moveCursor(QTextCursor::End);
    m_showing = false;
    refresh();
    m_edit->setFocus(Qt::OtherFocusReason);
}

void GoldEditor::setReadOnly(bool readOnly, const QString &reason)
{
    m_edit->setReadOnly(readOnly);
    m_edit->setToolTip(reason);
}

void GoldEditor::onEdited()
{
    if (!m_showing)
        m_writing = true;
    refresh();
}

void GoldEditor::refresh()
{
    const QString written = text();
    m_star->show(QStringLiteral("gold"),
                 m_stored.isEmpty() ? Label::Tone::Text3 : Label::Tone::Warn);
    m_title->setText(tr("Gold answer, %1").arg(m_field));
    if (m_writing)
        m_note->setText(m_source.name.isEmpty() ? tr("not saved yet")
                                                : tr("from %1, not saved yet").arg(m_source.name));
    else if (m_stored.isEmpty())
        m_note->setText({});
    else
        m_note->setText(m_source.name.isEmpty() ? QString() : tr("from %1").arg(m_source.name));
    m_counter->setText(written.isEmpty() ? QString() : review::measureOf(written));
    m_edit->setAccessibleName(m_title->text());
    m_edit->setAccessibleDescription(m_note->text());
    m_edit->setPlaceholderText(tr("No gold answer yet. Accept, keep or merge; Enter writes one."));
    refreshPane();
    Q_EMIT changed();
}

void GoldEditor::refreshPane()
{
    const QString written = text();
    if (m_hasBeside) {
        m_paneTitle->setText(
            tr("%1, marked: not in your text", "name of a model").arg(m_beside.name));
        m_pane->content().setMarked(m_beside.text, newWords(m_beside.text, written));
    } else if (written.isEmpty() || m_source.text.isEmpty()) {
        m_paneTitle->setText({});
        m_pane->content().setPlain({});
    } else if (written == m_source.text) {
        m_paneTitle->setText(tr("Word for word %1").arg(m_source.name));
        m_pane->content().setPlain({});
    } else {
        m_paneTitle->setText(tr("Changed from %1").arg(m_source.name));
        m_pane->content().setDiff(wordDiff(m_source.text, written));
    }
    m_pane->refresh();
}

void GoldEditor::retranslate()
{
    refresh();
}

} // namespace ecva
