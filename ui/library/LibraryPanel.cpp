#include "ui/library/LibraryPanel.h"

#include "annotation/document/Document.h"
#include "ui/jobs/JobRunner.h"
#include "ui/library/ClipDelegate.h"
#include "ui/library/ClipListModel.h"
#include "ui/library/ThumbnailCache.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"
#include "ui/workspace/Workspace.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace ecva {
namespace {

constexpr int kSearchDelayMs = 120;
constexpr int kRailBelow = 120;

/// A line edit with a glass before the text.
class SearchField : public QLineEdit
{
public:
    explicit SearchField(QWidget *parent)
        : QLineEdit(parent)
    {
        setTextMargins(20, 0, 0, 0);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QLineEdit::paintEvent(event);
        QPainter(this).drawPixmap(
            8, (height() - 16) / 2,
            iconPixmap(QStringLiteral("search"), themeOf(this).text3, 16, devicePixelRatioF()));
    }
};

} // namespace

LibraryPanel::LibraryPanel(Workspace &workspace, JobRunner &jobs, ActionRegistry &actions,
                           QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_actions(actions)
    , m_thumbnails(new ThumbnailCache(jobs, this))
    , m_model(new ClipListModel(*m_thumbnails, this))
    , m_title(new Label(Label::Tone::Text1, this))
    , m_count(new Label(Label::Tone::Text2, this))
    , m_add(new IconButton(QStringLiteral("plus"), this))
    , m_search(new SearchField(this))
    , m_pages(new QStackedWidget(this))
    , m_list(new QListView(this))
    , m_empty(new Label(Label::Tone::Text2, this))
    , m_searchDelay(new QTimer(this))
{
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    m_count->setTabular(true);
    m_count->setObjectName(QStringLiteral("clipCount"));
    m_add->setObjectName(QStringLiteral("addClipsButton"));
    m_search->setObjectName(QStringLiteral("searchField"));
    m_search->installEventFilter(this);

    m_list->setObjectName(QStringLiteral("clipList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ClipDelegate(*m_model, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setAttribute(Qt::WA_InputMethodEnabled, false);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    QPalette flat = m_list->palette();
    flat.setBrush(QPalette::Base, Qt::transparent);
    m_list->setPalette(flat);
    m_list->viewport()->setAutoFillBackground(false);

    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setMargin(16);
    m_empty->setObjectName(QStringLiteral("clipListEmpty"));
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);

    m_header = new QHBoxLayout;
    m_header->setContentsMargins(12, 4, 8, 4);
    m_header->setSpacing(8);
    m_header->addWidget(m_title);
    m_header->addWidget(m_count);
    m_header->addStretch(1);
    m_header->addWidget(m_add);
    m_searchRow = new QHBoxLayout;
    m_searchRow->setContentsMargins(12, 8, 12, 6);
    m_searchRow->addWidget(m_search);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(m_header);
    all->addWidget(new Hairline(Qt::Horizontal, this));
    all->addLayout(m_searchRow);
    all->addWidget(m_pages, 1);

    m_searchDelay->setSingleShot(true);
    m_searchDelay->setInterval(kSearchDelayMs);
    connect(m_search, &QLineEdit::textChanged, m_searchDelay, qOverload<>(&QTimer::start));
    connect(m_searchDelay, &QTimer::timeout, this,
            [this] { m_model->setFilter(m_search->text()); });
    connect(m_model, &ClipListModel::countsChanged, this, &LibraryPanel::refreshCounts);
    watchSelection();
    connect(&workspace, &Workspace::documentChanged, this, [this] {
        m_thumbnails->clear();
        m_model->setDocument(m_workspace.document());
    });
    connect(m_add, &QAbstractButton::clicked, this,
            [this] { m_actions.trigger(QStringLiteral("clip.add")); });

    registerCommands(actions);
    addSelectionCommands(actions);
    retranslate();
    m_model->setDocument(workspace.document());
}

LibraryPanel::~LibraryPanel() = default;

void LibraryPanel::registerCommands(ActionRegistry &actions)
{
    const auto needsClips
        = [this] { return m_model->totalCount() > 0 ? QString() : tr("The project has no clips"); };
    ActionRegistry::Command next;
    next.id = QStringLiteral("clip.nextUnfinished");
    next.group = QStringLiteral("clip");
    next.area = FocusArea::Views;
    next.defaultKeys = {QKeySequence(Qt::Key_U)};
    next.text = [] { return tr("Next unfinished clip"); };
    next.obstacle = [this] {
        if (m_model->nextUnfinished(m_workspace.clip()))
            return QString();
        return tr("Every other clip is finished");
    };
    next.run = [this] { m_workspace.setClip(m_model->nextUnfinished(m_workspace.clip())); };
    actions.add(std::move(next));

    for (const int step : {-1, 1}) {
        ActionRegistry::Command move;
        move.id = step < 0 ? QStringLiteral("clip.previous") : QStringLiteral("clip.next");
        move.group = QStringLiteral("clip");
        move.area = FocusArea::Everywhere;
        move.defaultKeys
            = {QKeySequence(step < 0 ? Qt::CTRL | Qt::Key_PageUp : Qt::CTRL | Qt::Key_PageDown)};
        move.text = [step] { return step < 0 ? tr("Previous clip") : tr("Next clip"); };
        move.obstacle = needsClips;
        move.autoRepeat = true;
        move.run = [this, step] {
            const ClipId clip = m_model->clipAt(m_model->rowOf(m_workspace.clip()) + step);
            if (clip)
                m_workspace.setClip(clip);
        };
        actions.add(std::move(move));
    }

    ActionRegistry::Command find;
    find.id = QStringLiteral("clip.search");
    find.group = QStringLiteral("clip");
    find.area = FocusArea::Views;
    find.defaultKeys = {QKeySequence(Qt::Key_Slash), QKeySequence(Qt::CTRL | Qt::Key_F)};
    find.text = [] { return tr("Find in names and text"); };
    find.obstacle = needsClips;
    find.run = [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    };
    actions.add(std::move(find));
}

void LibraryPanel::retranslate()
{
    m_title->setText(tr("Clips"));
    m_search->setPlaceholderText(tr("Find in names and text"));
    m_search->setAccessibleName(tr("Find in names and text"));
    m_search->setToolTip(tr("Words, or status:draft  class:7-1  verdict:anomaly  round:1"));
    m_list->setAccessibleName(tr("Clips of the project"));
    m_add->setAccessibleName(tr("Add clips"));
    m_add->setToolTip(tr("Add clips"));
    refreshCounts();
}

void LibraryPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void LibraryPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool rail = width() < kRailBelow;
    if (rail == m_rail)
        return;
    m_rail = rail;
    for (QWidget *widget : {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_count),
                            static_cast<QWidget *>(m_search)})
        widget->setVisible(!rail);
    m_header->setContentsMargins(rail ? 8 : 12, 4, 8, 4);
    m_searchRow->setContentsMargins(12, rail ? 0 : 8, 12, rail ? 0 : 6);
    m_list->setVerticalScrollBarPolicy(rail ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    refreshCounts();
}

void LibraryPanel::focusList()
{
    if (m_pages->currentWidget() == m_list)
        m_list->setFocus(Qt::OtherFocusReason);
    else // nothing to go through: the button that changes that
        m_add->setFocus(Qt::OtherFocusReason);
}

void LibraryPanel::openRow(int row)
{
    const ClipId clip = m_model->clipAt(row);
    if (clip)
        m_workspace.setClip(clip);
}

void LibraryPanel::refreshCounts()
{
    const int total = m_model->totalCount();
    const int shown = m_model->rowCount();
    const auto selected = static_cast<int>(m_workspace.selectedClips().size());
    m_count->setText(total == 0     ? QString()
                     : selected > 1 ? tr("%1 of %2 selected").arg(selected).arg(total)
                     : m_model->isFiltered()
                         ? tr("%1 of %2").arg(shown).arg(total)
                         : tr("%1 / %2").arg(m_model->finishedCount()).arg(total));
    m_count->setToolTip(selected > 1            ? tr("Selected clips, of all")
                        : m_model->isFiltered() ? tr("Clips that match, of all")
                                                : tr("Clips submitted or further, of all"));
    m_count->updateGeometry();
    m_count->update();
    if (!m_model->filterError().isEmpty())
        m_empty->setText(m_model->filterError());
    else if (total == 0)
        m_empty->setText(tr("No clips yet.\nDrop videos or a folder here, or press +."));
    else
        m_empty->setText(tr("No clip matches. Clear the filter (Esc)."));
    const bool nothing = shown == 0 || !m_model->filterError().isEmpty();
    const bool first = m_pages->currentIndex() == 1 && !nothing && m_add->hasFocus();
    m_pages->setCurrentIndex(nothing && !m_rail ? 1 : 0); // a sentence has no room in the rail
    if (first) // the clips that were added are what comes next
        focusList();
}

void LibraryPanel::clearSearch()
{
    m_search->clear();
    m_searchDelay->stop();
    m_model->setFilter({});
}

bool LibraryPanel::eventFilter(QObject *object, QEvent *event)
{
    const bool several = m_workspace.selectedClips().size() > 1;
    if (event->type() == QEvent::ContextMenu
        && (object == m_list || object == m_list->viewport())) {
        const auto *asked = static_cast<QContextMenuEvent *>(event);
        const QRect row = m_list->visualRect(m_list->currentIndex());
        openMenu(asked->reason() == QContextMenuEvent::Mouse
                     ? asked->globalPos()
                     : m_list->viewport()->mapToGlobal(row.center()));
        return true;
    }
    if (event->type() == QEvent::KeyPress && object == m_list && several
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        selectOpenOnly();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && object == m_list) {
        // The list walks with the arrows itself; elsewhere they walk the segments.
        const auto *pressed = static_cast<QKeyEvent *>(event);
        if (pressed->matches(QKeySequence::SelectAll)
            || (several && pressed->key() == Qt::Key_Escape))
            event->accept();
        switch (pressed->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            if (!(pressed->modifiers() & Qt::AltModifier))
                event->accept();
            break;
        default:
            break;
        }
    } else if (event->type() == QEvent::KeyPress && object == m_search) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape) {
            clearSearch();
            focusList();
            return true;
        }
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_searchDelay->stop();
            m_model->setFilter(m_search->text());
            if (m_model->rowOf(m_workspace.clip()) < 0)
                openRow(0);
            focusList();
            return true;
        }
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ecva
