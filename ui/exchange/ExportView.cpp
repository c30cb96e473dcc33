#include "ui/exchange/ExportView.h"

#include "annotation/document/Document.h"
#include "ui/exchange/ExportPlanPage.h"
#include "ui/exchange/ExportSession.h"
#include "ui/exchange/FileChooser.h"
#include "ui/exchange/Texts.h"
#include "ui/style/Bar.h"
#include "ui/style/Fonts.h"
#include "ui/workspace/Workspace.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QUrl>

namespace ecva {
namespace {

constexpr int kOutWidth = 240;
constexpr int kFilterStateWidth = 180; // reserved: an error must not move the fields

bool isExportKey(const QKeyEvent *event)
{
    return event->modifiers() & Qt::ControlModifier
           && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter);
}

} // namespace

ExportView::ExportView(Workspace &workspace, JobRunner &jobs, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_session(new ExportSession(workspace, jobs, this))
    , m_title(new Bar(Bar::kTitleHeight, Qt::BottomEdge, this))
    , m_page(new ExportPlanPage(*m_session, this))
    , m_actions(new Bar(Bar::kActionHeight, Qt::TopEdge, this))
    , m_status(new Bar(Bar::kStatusHeight, Qt::TopEdge, this))
{
    setObjectName(QStringLiteral("exportView"));
    setFocusPolicy(Qt::ClickFocus);
    makeTitleRow();
    makeActionBar();
    makeStatusLine();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_page, 1);
    layout->addWidget(m_actions);
    layout->addWidget(m_status);
    connect(m_session, &ExportSession::stateChanged, this, &ExportView::refresh);
    connect(m_session, &ExportSession::progressChanged, this, &ExportView::refreshActions);
    connect(m_page, &ExportPlanPage::clipRequested, this, &ExportView::goToClip);
    retranslate();
}

ExportView::~ExportView() = default;

void ExportView::makeTitleRow()
{
    m_heading = m_title->addTitle();
    m_heading->setFont(uiFont(TextSize::Answer, QFont::DemiBold));
    m_title->row()->addSpacing(12);
    m_formatLabel = m_title->addNote();
    m_format = new QComboBox(m_title);
    m_format->setObjectName(QStringLiteral("exportFormat"));
    m_title->row()->addWidget(m_format);
    m_modelLabel = m_title->addNote();
    m_model = new QComboBox(m_title);
    m_model->setObjectName(QStringLiteral("exportModel"));
    m_title->row()->addWidget(m_model);
    m_title->row()->addSpacing(8);
    m_filterLabel = m_title->addNote();
    m_filter = new QLineEdit(m_title);
    m_filter->setObjectName(QStringLiteral("filterField"));
    m_filter->setFont(monoFont());
    m_title->row()->addWidget(m_filter, 1);
    m_filterState = m_title->addNote();
    m_filterState->setObjectName(QStringLiteral("filterState"));
    m_filterState->setElided(true);
    m_filterState->setFixedWidth(kFilterStateWidth);
    m_outLabel = m_title->addNote();
    m_out = new QLineEdit(m_title);
    m_out->setObjectName(QStringLiteral("exportPath"));
    m_out->setFixedWidth(kOutWidth);
    m_title->row()->addWidget(m_out);
    m_chooseOut = new IconButton(QStringLiteral("folder"), m_title);
    m_title->row()->addWidget(m_chooseOut);
    connect(m_format, &QComboBox::activated, this,
            [this](int place) { m_session->setFormat(m_format->itemData(place).toString()); });
    connect(m_model, &QComboBox::activated, this,
            [this](int place) { m_session->setModel(m_model->itemText(place)); });
    connect(m_filter, &QLineEdit::textChanged, m_session, &ExportSession::setFilter);
    connect(m_out, &QLineEdit::textEdited, m_session, &ExportSession::setOut);
    connect(m_chooseOut, &IconButton::clicked, this, &ExportView::chooseOut);
}

void ExportView::makeActionBar()
{
    m_sentence = m_actions->addTitle();
    m_sentence->setObjectName(QStringLiteral("exportSentence"));
    m_actions->row()->addSpacing(8);
    m_detail = m_actions->addNote();
    m_detail->setObjectName(QStringLiteral("exportDetail"));
    m_detail->setElided(true);
    m_actions->row()->setStretchFactor(m_detail, 1);
    m_showFolder = new QPushButton(m_actions);
    m_showFolder->setObjectName(QStringLiteral("exportShowFolder"));
    m_cancel = new QPushButton(m_actions);
    m_cancel->setObjectName(QStringLiteral("exportCancelButton"));
    m_export = new QPushButton(m_actions);
    m_export->setObjectName(QStringLiteral("exportButton"));
    setButtonKind(m_export, ButtonKind::Primary);
    for (QPushButton *button : {m_showFolder, m_cancel, m_export})
        m_actions->row()->addWidget(button);
    connect(m_showFolder, &QPushButton::clicked, this, [this] {
        QDesktopServices::openUrl(
            QUrl::fromLocalFile(QFileInfo(m_session->outcome().file).absolutePath()));
    });
    connect(m_cancel, &QPushButton::clicked, this, &ExportView::cancel);
    connect(m_export, &QPushButton::clicked, m_session, &ExportSession::write);
}

void ExportView::makeStatusLine()
{
    m_time = m_status->addNote();
    m_status->row()->addSpacing(16);
    m_sameLabel = m_status->addNote();
    m_command = new QLineEdit(m_status);
    m_command->setObjectName(QStringLiteral("exportCommand"));
    m_command->setReadOnly(true);
    m_command->setFrame(false);
    m_command->setFont(monoFont());
    m_command->setFixedHeight(Bar::kStatusHeight - 2);
    m_status->row()->addWidget(m_command, 1);
}

void ExportView::retranslate()
{
    m_heading->setText(tr("Export, dry run"));
    m_formatLabel->setText(tr("Format"));
    m_format->setAccessibleName(tr("Format"));
    m_format->clear();
    for (const FormatInfo &format : formats()) {
        if (format.exports)
            m_format->addItem(format.title, format.id);
    }
    m_modelLabel->setText(tr("Model"));
    m_model->setAccessibleName(tr("Model"));
    m_filterLabel->setText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("status:accepted round:1 class:7 text"));
    m_filter->setToolTip(tr("Words that must all hold: clip: status: verdict: assignee: round: "
                            "task: source: class:, or a text of the clip"));
    m_outLabel->setText(tr("To"));
    m_out->setAccessibleName(tr("File to write"));
    m_chooseOut->setToolTip(tr("Choose the file…"));
    m_chooseOut->setAccessibleName(tr("Choose the file…"));
    m_showFolder->setText(tr("Show in folder"));
    setKeyHint(m_cancel, tr("Esc"));
    m_export->setText(tr("Export"));
    setKeyHint(m_export, tr("Ctrl+Enter"));
    m_sameLabel->setText(tr("The same:"));
    m_command->setAccessibleName(tr("The same on the command line"));
    m_page->retranslate();
    refresh();
}

void ExportView::open()
{
    m_filter->clear();
    m_session->open();
    m_filter->setFocus();
}

void ExportView::refresh()
{
    refreshTitle();
    m_page->refresh();
    refreshActions();
}

void ExportView::refreshTitle()
{
    using State = ExportSession::State;
    const ExportRequest &request = m_session->request();
    m_format->setCurrentIndex(m_format->findData(request.format));
    const QStringList models = m_session->models();
    m_modelLabel->setVisible(models.size() > 1);
    m_model->setVisible(models.size() > 1);
    m_model->clear();
    m_model->addItems(models);
    m_model->setCurrentIndex(static_cast<int>(models.indexOf(request.model)));
    const QString out = QDir(request.projectFolder).relativeFilePath(m_session->out());
    if (!m_out->hasFocus() && m_session->state() != State::Idle)
        m_out->setText(out.startsWith(QStringLiteral("..")) ? m_session->out() : out);
    m_out->setToolTip(m_session->out());

    const bool failed = m_session->state() == State::Failed && !m_session->plan();
    m_filterState->setTone(failed ? Label::Tone::Error : Label::Tone::Text2);
    if (failed)
        m_filterState->setText(messageOf(m_session->error()));
    else if (m_session->plan())
        m_filterState->setText(tr("%Ln clip(s)", nullptr, m_session->plan()->clips));
    m_filterState->setToolTip(failed ? m_filterState->text() : QString());
    m_time->setText(tr("Dry run, %1 s")
                        .arg(QLocale().toString(
                            static_cast<double>(m_session->planningMs()) / 1000.0, 'f', 2)));
    const QString command = m_session->command();
    if (command != m_command->text()) {
        m_command->setText(command);
        m_command->setCursorPosition(0);
    }
}

void ExportView::refreshActions()
{
    using State = ExportSession::State;
    const State state = m_session->state();
    const QString obstacle = m_session->obstacle();
    m_export->setEnabled(obstacle.isEmpty());
    m_export->setToolTip(obstacle);
    m_cancel->setText(state == State::Written ? tr("Close") : tr("Cancel"));
    m_showFolder->setVisible(state == State::Written);
    m_sentence->setText(m_session->plan()
                            ? tr("%Ln record(s) and a manifest", nullptr, m_session->written())
                            : tr("Nothing would be written."));
    Label::Tone tone = Label::Tone::Text2;
    if (state == State::Written) {
        const ExportOutcome &outcome = m_session->outcome();
        m_sentence->setText(tr("✓ %1 written, %2 refused")
                                .arg(countText(outcome.written), countText(outcome.refused)));
        m_detail->setText(tr("%1, SHA-256 %2").arg(outcome.file, outcome.sha256));
        tone = Label::Tone::Ok;
    } else if (state == State::Failed && m_session->plan()) {
        m_sentence->setText(tr("Nothing was written."));
        m_detail->setText(messageOf(m_session->error()));
        tone = Label::Tone::Error;
    } else if (state == State::Writing) {
        m_detail->setText(tr("Writing, %1%").arg(static_cast<int>(100 * m_session->progress())));
    } else if (!obstacle.isEmpty()) {
        m_detail->setText(obstacle);
    } else if (m_session->replacesFile()) {
        m_detail->setText(tr("Replaces the file that is there, once the new one is whole."));
    } else {
        m_detail->setText(tr("Written beside, then renamed: a stopped export leaves nothing."));
    }
    m_detail->setTone(tone == Label::Tone::Ok ? Label::Tone::Text2 : tone);
    m_sentence->setTone(tone == Label::Tone::Text2 ? Label::Tone::Text1 : tone);
}

void ExportView::cancel()
{
    if (m_session->state() == ExportSession::State::Writing) {
        m_session->cancelWriting();
        return;
    }
    m_session->close();
    Q_EMIT closed();
}

void ExportView::chooseOut()
{
    chooseFile(this, tr("Export"), m_session->out(), QFileDialog::AcceptSave,
               [this](const QString &file) {
                   m_session->setOut(file);
                   m_export->setFocus();
               });
}

void ExportView::goToClip(ClipId clip)
{
    m_session->close();
    m_workspace.setClip(clip);
    Q_EMIT closed();
}

bool ExportView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_F8 || isExportKey(key)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ExportView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        cancel();
    else if (event->key() == Qt::Key_F8)
        m_page->nextPlace(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    else if (isExportKey(event))
        m_session->write();
    else
        QWidget::keyPressEvent(event);
}

void ExportView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    retranslate();
    m_session->replan(); // the texts of the rules come with the plan
}

} // namespace ecva
