#include "ui/review/ReviewSession.h"

#include "annotation/document/Document.h"
#include "ui/workspace/Workspace.h"

#include <algorithm>

namespace ecva {
namespace {

/// A model said something here that nobody has decided on: only then it pays to compare texts.
bool mayBeOpen(const ProjectModel &model, ClipId clip)
{
    for (const QaItem *item : model.itemsOf(clip)) {
        for (const Answer *answer : model.answersOf(item->id)) {
            if (answer->role == AnswerRole::Model && answer->state == AnswerState::Open)
                return true;
        }
    }
    return false;
}

} // namespace

ReviewSession::ReviewSession(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    connect(&workspace, &Workspace::clipChanged, this, [this] {
        if (m_active)
            reload();
    });
    connect(&workspace, &Workspace::documentChanged, this, &ReviewSession::connectDocument);
    connectDocument();
}

ReviewSession::~ReviewSession() = default;

void ReviewSession::connectDocument()
{
    disconnect(m_documentChanges);
    m_document = m_workspace.document();
    m_open.clear();
    m_hasModelAnswers.reset();
    m_sheet = {};
    m_row = -1;
    m_column = 0;
    if (m_document)
        m_documentChanges
            = connect(m_document, &Document::changed, this, &ReviewSession::onChanged);
    if (m_active)
        reload();
}

void ReviewSession::setActive(bool active)
{
    m_active = active;
    if (active)
        reload();
}

bool ReviewSession::hasModelAnswers() const
{
    if (!m_hasModelAnswers) {
        m_hasModelAnswers = false;
        if (m_document) {
            const auto &answers = m_document->model().answers();
            m_hasModelAnswers = std::any_of(answers.begin(), answers.end(), [](const auto &entry) {
                return entry.second.role == AnswerRole::Model;
            });
        }
    }
    return *m_hasModelAnswers;
}

void ReviewSession::reload()
{
    const ClipId clip = m_workspace.clip();
    const bool sameClip = clip && clip == m_sheet.clip;
    const int columns = static_cast<int>(m_sheet.models.size());
    m_sheet = m_document && clip ? ReviewSheet::make(m_document->model(), clip) : ReviewSheet();
    if (clip)
        m_open[clip] = m_sheet.openItems();
    const bool sameShape = sameClip && columns == m_sheet.models.size()
                           && m_row < static_cast<int>(m_sheet.fields.size());
    if (!sameShape)
        chooseFirst(false);
    Q_EMIT sheetChanged();
    Q_EMIT currentChanged();
}

/// The worst open disagreement of the clip (or its last), else the first field.
void ReviewSession::chooseFirst(bool last)
{
    m_row = m_sheet.fields.empty() ? -1 : 0;
    m_column = m_sheet.models.isEmpty() ? 0 : 1;
    const auto take = [this](const ReviewItem &item) {
        m_row = item.row;
        m_column = item.model + 1;
    };
    if (!m_sheet.items.empty())
        take(m_sheet.items.front());
    const auto open = [](const ReviewItem &item) { return item.open; };
    if (last) {
        const auto found = std::find_if(m_sheet.items.rbegin(), m_sheet.items.rend(), open);
        if (found != m_sheet.items.rend())
            take(*found);
    } else {
        const auto found = std::find_if(m_sheet.items.begin(), m_sheet.items.end(), open);
        if (found != m_sheet.items.end())
            take(*found);
    }
}

void ReviewSession::onChanged(const ChangeEvent &event)
{
    m_hasModelAnswers.reset();
    for (const ClipId clip : event.clips)
        m_open.erase(clip);
    if (event.clipsAddedOrRemoved)
        m_open.clear();
    if (!m_active)
        return;
    if (event.origin == ChangeEvent::Origin::Undo || event.origin == ChangeEvent::Origin::Redo) {
        followStep(event);
        return;
    }
    if (event.clips.contains(m_sheet.clip) || event.origin == ChangeEvent::Origin::Reload)
        reload();
}

/// What an undo brought back is shown, wherever it is.
void ReviewSession::followStep(const ChangeEvent &event)
{
    const bool here = event.clips.contains(m_workspace.clip());
    if (!here && event.clips.size() == 1 && m_document->model().clip(*event.clips.begin()))
        m_workspace.setClip(*event.clips.begin()); // reloads
    else if (here)
        reload();
    const auto touched = [&event](AnswerId id) { return id && event.answers.contains(id); };
    // The model's answer first: a gold answer says the row only.
    for (std::size_t row = 0; row < m_sheet.fields.size(); ++row) {
        const ReviewField &field = m_sheet.fields[row];
        for (std::size_t model = 0; model < field.answers.size(); ++model) {
            if (touched(field.answers[model].id)) {
                setCurrent(static_cast<int>(row), static_cast<int>(model) + 1);
                return;
            }
        }
    }
    for (const AnswerId id : event.answers) {
        const Answer *answer = m_document->model().answer(id);
        for (std::size_t row = 0; answer && row < m_sheet.fields.size(); ++row) {
            if (m_sheet.fields[row].gold == id || m_sheet.fields[row].item == answer->item) {
                setCurrent(static_cast<int>(row), m_column);
                return;
            }
        }
    }
}

void ReviewSession::setCurrent(int row, int column)
{
    if (row < 0 || row >= static_cast<int>(m_sheet.fields.size()) || column < 0
        || column > m_sheet.models.size() || (row == m_row && column == m_column))
        return;
    m_row = row;
    m_column = column;
    Q_EMIT currentChanged();
}

int ReviewSession::item() const
{
    for (std::size_t i = 0; i < m_sheet.items.size(); ++i) {
        if (m_sheet.items[i].row == m_row && m_sheet.items[i].model + 1 == m_column)
            return static_cast<int>(i);
    }
    return -1;
}

void ReviewSession::setItem(int item)
{
    if (item < 0 || item >= static_cast<int>(m_sheet.items.size()))
        return;
    const ReviewItem &chosen = m_sheet.items[static_cast<std::size_t>(item)];
    setCurrent(chosen.row, chosen.model + 1);
}

const ReviewField *ReviewSession::field() const
{
    return m_row < 0 ? nullptr : &m_sheet.fields[static_cast<std::size_t>(m_row)];
}

const ReviewAnswer *ReviewSession::answer() const
{
    const ReviewField *current = field();
    if (!current || m_column < 1)
        return nullptr;
    const ReviewAnswer &answer = current->answers[static_cast<std::size_t>(m_column) - 1];
    return answer.id ? &answer : nullptr;
}

bool ReviewSession::next()
{
    return walk(true);
}

bool ReviewSession::previous()
{
    return walk(false);
}

bool ReviewSession::walk(bool forward)
{
    const int step = forward ? 1 : -1;
    const auto count = static_cast<int>(m_sheet.items.size());
    const int here = item();
    for (int i = here < 0 ? (forward ? 0 : count - 1) : here + step; i >= 0 && i < count;
         i += step) {
        if (m_sheet.items[static_cast<std::size_t>(i)].open) {
            setItem(i);
            return true;
        }
    }
    return walkClips(forward);
}

bool ReviewSession::walkClips(bool forward)
{
    if (!m_document)
        return false;
    const auto &clips = m_document->model().clips();
    const auto start = clips.find(m_workspace.clip());
    if (start == clips.end())
        return false;
    auto clip = start;
    do {
        if (forward) {
            if (++clip == clips.end())
                clip = clips.begin();
        } else {
            if (clip == clips.begin())
                clip = clips.end();
            --clip;
        }
        if (openItemsOf(clip->first) == 0)
            continue;
        const int before = item();
        if (clip != start)
            m_workspace.setClip(clip->first);
        chooseFirst(!forward);
        Q_EMIT currentChanged();
        return clip != start || item() != before;
    } while (clip != start);
    return false;
}

int ReviewSession::openItemsOf(ClipId clip)
{
    const auto known = m_open.find(clip);
    if (known != m_open.end())
        return known->second;
    const ProjectModel &model = m_document->model();
    const int open = mayBeOpen(model, clip) ? ReviewSheet::make(model, clip).openItems() : 0;
    m_open[clip] = open;
    return open;
}

QString ReviewSession::obstacle(Settlement decision) const
{
    const ReviewField *current = field();
    if (!m_document || !current)
        return tr("No clip is open");
    if (m_document->isReadOnly())
        return tr("Open for reading only");
    switch (decision) {
    case Settlement::AcceptModel:
        if (!answer())
            return tr("Choose a model's answer first");
        return answer()->text.isEmpty() ? tr("The model's answer is empty") : QString();
    case Settlement::Reject:
        return answer() ? QString() : tr("Choose a model's answer first");
    case Settlement::KeepExpert:
        return current->expertText.isEmpty() ? tr("The expert has not answered") : QString();
    case Settlement::Merge:
        break;
    }
    return current->item ? QString() : tr("Nobody has answered this yet");
}

bool ReviewSession::decide(Settlement decision, const QString &text, AnswerId from)
{
    if (const QString reason = obstacle(decision); !reason.isEmpty()) {
        Q_EMIT failed(reason);
        return false;
    }
    const ReviewField current = *field(); // the commit makes another sheet
    Settlement settlement = decision;
    QString words = text;
    AnswerId source = from;
    if (decision == Settlement::KeepExpert) {
        source = current.expert;
        // Kept whole: of several segments the joined text, which no single answer has.
        if (current.parts > 1) {
            settlement = Settlement::Merge;
            words = current.expertText;
        }
    } else if (decision != Settlement::Merge) {
        source = answer()->id;
    }
    Edit edit(*m_document, QStringLiteral("answer.settle"));
    Result<void> done;
    if (const auto settled = edit.settle(current.item, settlement, source, words); !settled)
        done = fail(settled);
    if (done) {
        if (const auto committed = m_document->commit(std::move(edit)); !committed)
            done = fail(committed);
    }
    if (!done) {
        Q_EMIT failed(QString::fromStdString(done.error().text()));
        return false;
    }
    return true;
}

} // namespace ecva
