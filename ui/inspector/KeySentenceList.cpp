#include "ui/inspector/KeySentenceList.h"

#include "annotation/document/Document.h"
#include "annotation/lint/ClipRules.h"
#include "annotation/lint/TextCount.h"
#include "ui/inspector/KeySentenceRow.h"
#include "ui/inspector/RuleMark.h"
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"
#include "ui/style/Fonts.h"
#include "ui/workspace/Wording.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputMethod>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace ecva {
namespace {

constexpr std::chrono::milliseconds kCommitDelay{400};

/// The bordered bed of the rows.
class RowBox : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = themeOf(this);
        if (const auto *own = qobject_cast<const EcvaStyle *>(style()))
            own->drawSurface(&painter, rect(), theme.raised, theme.border, false);
    }
};

} // namespace

KeySentenceList::KeySentenceList(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label(Label::Tone::Text1))
    , m_limits(new Label(Label::Tone::Text3))
    , m_state(new Label(Label::Tone::Warn))
    , m_key(new KeyCap({}))
    , m_mark(new RuleMark)
    , m_box(new RowBox)
    , m_rowsLayout(new QVBoxLayout)
{
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_limits->setFont(uiFont(TextSize::Secondary));
    m_limits->setElided(true);
    m_state->setFont(uiFont(TextSize::Secondary));
    auto *header = new QHBoxLayout;
    header->setSpacing(8);
    header->addWidget(m_title);
    header->addWidget(m_limits, 1);
    header->addWidget(m_state);
    header->addWidget(m_key);
    header->addWidget(m_mark);
    for (QWidget *widget : {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_limits),
                            static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_key)})
        widget->setFixedHeight(18);

    m_rowsLayout->setContentsMargins(1, 1, 1, 1);
    m_rowsLayout->setSpacing(0);
    m_box->setLayout(m_rowsLayout);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addLayout(header);
    column->addWidget(m_box);

    m_delay.setSingleShot(true);
    m_delay.setInterval(kCommitDelay);
    connect(&m_delay, &QTimer::timeout, this, [this] { commit(m_typing); });
    updateRows();
}

void KeySentenceList::bind(Document *document, ClipId clip, const QString &round,
                           const QString &readOnlyReason)
{
    if (document != m_document || clip != m_clip || round != m_round) {
        flush();
        // Rows belong to one clip: what could not be stored there must not be shown here.
        for (KeySentenceRow *row : m_rows)
            discard(row);
        m_rows.clear();
        m_document = document;
        m_clip = clip;
        m_round = round;
    }
    m_readOnlyReason = readOnlyReason;
    setEnabled(document && clip);
    updateRows();
}

void KeySentenceList::refresh()
{
    updateRows();
}

void KeySentenceList::flush()
{
    m_delay.stop();
    const std::vector<KeySentenceRow *> rows = m_rows; // commit() adds rows
    for (KeySentenceRow *row : rows) {
        if (row->edit()->isComposing())
            QGuiApplication::inputMethod()->commit();
        commit(row);
    }
}

std::vector<const KeySentence *> KeySentenceList::stored() const
{
    std::vector<const KeySentence *> found;
    if (!m_document || !m_clip)
        return found;
    for (const KeySentence *sentence : m_document->model().keySentencesOf(m_clip)) {
        if (sentence->round == m_round)
            found.push_back(sentence);
    }
    return found;
}

KeySentenceRow *KeySentenceList::addRow()
{
    auto *row = new KeySentenceRow(m_box);
    SentenceEdit *edit = row->edit();
    connect(edit, &QLineEdit::textChanged, this, [this, row] {
        if (m_document)
            row->updateCounter(m_document->model().settings());
        if (!row->isDirty()) {
            m_delay.stop();
        } else if (!row->edit()->isComposing()) {
            m_typing = row;
            m_delay.start();
        }
        updateHeader();
    });
    connect(edit, &SentenceEdit::composingChanged, this, [this, row](bool composing) {
        if (composing) {
            m_delay.stop();
        } else if (row->isDirty()) {
            m_typing = row;
            m_delay.start();
        }
    });
    connect(edit, &SentenceEdit::focusEntered, this, [this, row] {
        row->update();
        Q_EMIT rowFocused(row);
    });
    connect(edit, &SentenceEdit::focusLeft, this, [this, row] {
        row->update();
        commit(row);
        row->restoreIfEmpty();
    });
    connect(edit, &SentenceEdit::leaveRequested, this, &KeySentenceList::leaveRequested);
    connect(edit, &SentenceEdit::nextRequested, this, [this, row] { goToNext(row); });
    connect(edit, &SentenceEdit::aboutToTab, this, [this, row] { commit(row); });
    connect(edit, &SentenceEdit::removeRequested, this, [this, row] { remove(row); });
    connect(edit, &SentenceEdit::moveRequested, this,
            [this, row](int direction) { move(row, direction); });
    connect(edit, &SentenceEdit::neighbourRequested, this, [this, row](int direction) {
        const int index = indexOf(row) + direction;
        if (index >= 0 && index < static_cast<int>(m_rows.size()))
            m_rows[static_cast<std::size_t>(index)]->edit()->setFocus(Qt::OtherFocusReason);
    });
    return row;
}

int KeySentenceList::indexOf(const KeySentenceRow *row) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), row);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void KeySentenceList::discard(KeySentenceRow *row)
{
    if (row == m_typing) {
        m_typing = nullptr;
        m_delay.stop();
    }
    row->edit()->disconnect(this);
    m_rowsLayout->removeWidget(row);
    row->hide(); // it may be on the way out of an event of its own: deleted a little later
    row->deleteLater();
}

KeySentenceRow *KeySentenceList::focusedRow() const
{
    for (KeySentenceRow *row : m_rows) {
        if (row->edit()->hasFocus())
            return row;
    }
    return nullptr;
}

bool KeySentenceList::hasFocusInside() const
{
    return focusedRow() != nullptr;
}

KeySentenceId KeySentenceList::focusedSentence() const
{
    const KeySentenceRow *row = focusedRow();
    return row ? row->id() : KeySentenceId();
}

void KeySentenceList::focusRow(KeySentenceId id)
{
    for (KeySentenceRow *row : m_rows) {
        if (row->id() == id) {
            row->edit()->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
    if (!m_rows.empty())
        m_rows.back()->edit()->setFocus(Qt::OtherFocusReason);
}

void KeySentenceList::commit(KeySentenceRow *row)
{
    if (row == m_typing)
        m_delay.stop();
    if (!row || !m_document || !row->isDirty() || indexOf(row) < 0 || row->edit()->isReadOnly())
        return;
    const QString text = row->text();
    const bool isNew = !row->id();
    if (text.isEmpty())
        return; // an emptied sentence stays stored until it is removed by Delete
    Edit edit(*m_document,
              isNew ? QStringLiteral("keysentence.add") : QStringLiteral("keysentence.set"));
    Result<void> done;
    if (isNew) {
        const auto added = edit.addKeySentence(m_clip, text, 1.0, m_round);
        if (added)
            row->setId(*added); // before the commit: the row is found again when the change is told
        else
            done = fail(added);
    } else {
        done = edit.setKeySentence(row->id(), text);
    }
    edit.setMergeKey(QStringLiteral("keysentence:%1").arg(row->id().value));
    if (done) {
        row->setStored(text);
        if (const auto committed = m_document->commit(std::move(edit)); !committed)
            done = fail(committed);
    }
    if (!done) {
        if (isNew)
            row->setId({});
        const KeySentence *known = m_document->model().keySentence(row->id());
        row->setStored(known ? known->text : QString());
        row->setFailed(true, QString::fromStdString(done.error().text()));
    }
    updateRows();
}

void KeySentenceList::goToNext(KeySentenceRow *row)
{
    if (!row->id() && row->text().isEmpty())
        return;
    commit(row);
    const int next = indexOf(row) + 1;
    if (next < static_cast<int>(m_rows.size())) {
        m_rows[static_cast<std::size_t>(next)]->edit()->setFocus(Qt::OtherFocusReason);
    } else if (m_document) {
        Q_EMIT refused(tr("%n key sentence(s) at most", nullptr,
                          m_document->model().settings().keySentenceMax));
    }
}

void KeySentenceList::remove(KeySentenceRow *row)
{
    if (!m_document || !row->id() || !m_readOnlyReason.isEmpty())
        return;
    const int index = indexOf(row);
    Edit edit(*m_document, QStringLiteral("keysentence.remove"));
    Result<void> prepared = edit.removeKeySentence(row->id());
    commitChange(std::move(edit), std::move(prepared));
    updateRows();
    const auto last = static_cast<int>(m_rows.size()) - 1;
    if (last >= 0)
        m_rows[static_cast<std::size_t>(std::min(index, last))]->edit()->setFocus(
            Qt::OtherFocusReason);
}

void KeySentenceList::move(KeySentenceRow *row, int direction)
{
    if (!m_document || !row->id() || !m_readOnlyReason.isEmpty())
        return;
    const int position = indexOf(row) + direction;
    if (position < 0 || position >= static_cast<int>(stored().size()))
        return;
    commit(row);
    Edit edit(*m_document, QStringLiteral("keysentence.move"));
    Result<void> prepared = edit.moveKeySentence(row->id(), position);
    commitChange(std::move(edit), std::move(prepared));
    updateRows();
    row->edit()->setFocus(Qt::OtherFocusReason); // moving in the layout may drop it
}

void KeySentenceList::commitChange(Edit &&edit, Result<void> prepared)
{
    if (prepared) {
        if (const auto committed = m_document->commit(std::move(edit)); !committed)
            prepared = fail(committed);
    }
    if (!prepared)
        Q_EMIT refused(QString::fromStdString(prepared.error().text()));
}

void KeySentenceList::updateRows()
{
    const std::vector<const KeySentence *> sentences = stored();
    std::vector<KeySentenceRow *> old = std::move(m_rows);
    m_rows.clear();
    const auto take = [&old](auto matches) -> KeySentenceRow * {
        const auto found = std::find_if(old.begin(), old.end(), matches);
        if (found == old.end())
            return nullptr;
        KeySentenceRow *row = *found;
        old.erase(found);
        return row;
    };
    for (const KeySentence *sentence : sentences) {
        KeySentenceRow *row = take(
            [&](const KeySentenceRow *candidate) { return candidate->id() == sentence->id; });
        if (!row)
            row = addRow();
        row->setId(sentence->id);
        row->showStored(sentence->text);
        m_rows.push_back(row);
    }
    const bool writable = m_document && m_clip && m_readOnlyReason.isEmpty();
    KeySentenceRow *next = take([](const KeySentenceRow *candidate) { return !candidate->id(); });
    const int most = m_document ? m_document->model().settings().keySentenceMax : 0;
    const bool room = writable && static_cast<int>(sentences.size()) < most;
    if (!next && (room || m_rows.empty()))
        next = addRow();
    if (next && !room && !next->isDirty() && !m_rows.empty()) {
        old.push_back(next);
        next = nullptr;
    }
    if (next)
        m_rows.push_back(next);

    for (KeySentenceRow *gone : old)
        discard(gone);
    QWidget *before = m_tabPredecessor;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        KeySentenceRow *row = m_rows[i];
        row->setNumber(static_cast<int>(i) + 1, i + 1 == m_rows.size());
        row->edit()->setReadOnly(!writable);
        row->edit()->setToolTip(m_readOnlyReason);
        if (m_document)
            row->updateCounter(m_document->model().settings());
        if (m_rowsLayout->indexOf(row) != static_cast<int>(i)) {
            m_rowsLayout->removeWidget(row);
            m_rowsLayout->insertWidget(static_cast<int>(i), row);
        }
        row->show();
        if (before)
            setTabOrder(before, row->edit());
        before = row->edit();
    }
    updateHeader();
    updateGeometry();
}

void KeySentenceList::updateHeader()
{
    m_title->setText(tr("Key sentences"));
    m_state->clear();
    m_mark->setState(RuleMark::State::None);
    const ProjectSettings settings
        = m_document ? m_document->model().settings() : ProjectSettings();
    int written = 0;
    int tooLong = 0;
    bool chinese = false;
    for (const KeySentenceRow *row : m_rows) {
        if (row->text().isEmpty())
            continue;
        ++written;
        chinese = chinese || isChinese(row->text());
        tooLong += sentenceLength(settings, row->text()).tooLong() ? 1 : 0;
    }
    if (chinese || (written == 0 && interfaceIsChinese()))
        m_limits->setText(tr("%1 to %2, at most %3 characters each")
                              .arg(settings.keySentenceMin)
                              .arg(settings.keySentenceMax)
                              .arg(settings.keySentenceCharacters));
    else
        m_limits->setText(tr("%1 to %2, at most %3 words each")
                              .arg(settings.keySentenceMin)
                              .arg(settings.keySentenceMax)
                              .arg(settings.keySentenceWords));
    if (m_document && m_clip) {
        if (tooLong > 0) {
            m_state->setText(tr("%n too long", nullptr, tooLong));
            m_state->setTone(Label::Tone::Error);
        } else if (written > settings.keySentenceMax) {
            m_state->setText(tr("%n too many", nullptr, written - settings.keySentenceMax));
            m_state->setTone(Label::Tone::Error);
        } else if (written < settings.keySentenceMin && m_required) {
            m_state->setText(tr("%n missing", nullptr, settings.keySentenceMin - written));
            m_state->setTone(Label::Tone::Warn);
        } else if (written >= settings.keySentenceMin) {
            m_mark->setState(RuleMark::State::Ok);
        }
    }
    m_key->setVisible(!m_state->text().isEmpty());
    m_mark->setVisible(m_state->text().isEmpty());
}

void KeySentenceList::retranslate()
{
    for (KeySentenceRow *row : m_rows)
        row->retranslate();
    updateRows();
}

void KeySentenceList::setKeyHint(const QString &keys)
{
    m_key->setKeys(keys);
}

void KeySentenceList::setRequired(bool required)
{
    m_required = required;
    updateHeader();
}

void KeySentenceList::setTabPredecessor(QWidget *widget)
{
    m_tabPredecessor = widget;
    updateRows();
}

} // namespace ecva
