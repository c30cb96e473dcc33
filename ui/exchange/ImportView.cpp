#include "ui/exchange/ImportView.h"

#include "annotation/document/Document.h"
#include "ui/exchange/FileChooser.h"
#include "ui/exchange/ImportPlanPage.h"
#include "ui/exchange/ImportSession.h"
#include "ui/exchange/Texts.h"
#include "ui/style/Bar.h"
#include "ui/style/Fonts.h"
#include "ui/workspace/Workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTimer>

namespace ecva {
namespace {

constexpr int kMessageWidth = 560;

bool isImportKey(const QKeyEvent *event)
{
    return event->modifiers() & Qt::ControlModifier
           && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter);
}

} // namespace

ImportView::ImportView(Workspace &workspace, JobRunner &jobs, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_session(new ImportSession(workspace, jobs, this))
    , m_title(new Bar(Bar::kTitleHeight, Qt::BottomEdge, this))
    , m_pages(new QStackedWidget(this))
    , m_page(new ImportPlanPage(*m_session, this))
    , m_actions(new Bar(Bar::kActionHeight, Qt::TopEdge, this))
    , m_status(new Bar(Bar::kStatusHeight, Qt::TopEdge, this))
{
    setObjectName(QStringLiteral("importView"));
    setFocusPolicy(Qt::ClickFocus);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    makeTitleRow();
    m_pages->addWidget(makeReadingPage());
    m_pages->addWidget(makeFailedPage());
    m_pages->addWidget(m_page);
    makeActionBar();
    m_place = m_status->addNote();
    m_keys = m_status->addNote();
    m_status->row()->addStretch(1);
    m_container = m_status->addNote();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_actions);
    layout->addWidget(m_status);

    connect(m_session, &ImportSession::stateChanged, this, &ImportView::refresh);
    connect(m_session, &ImportSession::choicesChanged, this, &ImportView::refreshActions);
    connect(m_session, &ImportSession::progressChanged, this, [this](double fraction) {
        m_progress->setValue(static_cast<int>(fraction * m_progress->maximum()));
    });
    connect(m_page, &ImportPlanPage::currentRuleChanged, this, &ImportView::refreshActions);
    connect(&m_workspace, &Workspace::documentChanged, this, &ImportView::refreshActions);
    retranslate();
}

ImportView::~ImportView() = default;

void ImportView::makeTitleRow()
{
    m_heading = m_title->addTitle();
    m_heading->setFont(uiFont(TextSize::Answer, QFont::DemiBold));
    m_title->row()->addSpacing(8);
    m_file = m_title->addTitle();
    m_file->setFont(uiFont());
    m_file->setElided(true);
    m_bytes = m_title->addNote();
    m_title->row()->addSpacing(12);
    m_formatLabel = m_title->addNote();
    m_format = new QComboBox(m_title);
    m_format->setObjectName(QStringLiteral("importFormat"));
    m_formatLabel->setBuddy(m_format);
    m_title->row()->addWidget(m_format);
    m_title->row()->addSpacing(16);
    m_sheets = new QWidget(m_title);
    auto *sheets = new QHBoxLayout(m_sheets);
    sheets->setContentsMargins(0, 0, 0, 0);
    sheets->setSpacing(24);
    m_title->row()->addWidget(m_sheets);
    m_title->row()->addStretch(1);
    m_time = m_title->addNote();
    m_time->setTabular(true);
    connect(m_format, &QComboBox::activated, this,
            [this](int place) { m_session->setFormat(m_format->itemData(place).toString()); });
}

QWidget *ImportView::makeReadingPage()
{
    auto *page = new QWidget(this);
    m_reading = new Label(Label::Tone::Text2, page);
    m_reading->setAlignment(Qt::AlignCenter);
    m_progress = new QProgressBar(page);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(320);
    auto *layout = new QVBoxLayout(page);
    layout->addStretch(2);
    layout->addWidget(m_reading);
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

QWidget *ImportView::makeFailedPage()
{
    auto *page = new QWidget(this);
    m_failedTitle = new Label(Label::Tone::Error, page);
    m_failedTitle->setFont(uiFont(TextSize::Answer, QFont::DemiBold));
    m_failedTitle->setAlignment(Qt::AlignCenter);
    m_failedText = new Label(Label::Tone::Text1, page);
    m_failedText->setObjectName(QStringLiteral("importError"));
    m_failedText->setWordWrap(true);
    m_failedText->setAlignment(Qt::AlignCenter);
    m_failedText->setFixedWidth(kMessageWidth);
    m_failedText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_choose = new QPushButton(page);
    connect(m_choose, &QPushButton::clicked, this, &ImportView::chooseOther);
    auto *layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_failedTitle);
    layout->addWidget(m_failedText, 0, Qt::AlignHCenter);
    layout->addWidget(m_choose, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

void ImportView::makeActionBar()
{
    m_sentence = m_actions->addTitle();
    m_sentence->setObjectName(QStringLiteral("importSentence"));
    m_actions->row()->addSpacing(8);
    m_detail = m_actions->addNote();
    m_detail->setObjectName(QStringLiteral("importDetail"));
    m_detail->setElided(true);
    m_actions->row()->setStretchFactor(m_detail, 1);
    m_undoIcon = m_actions->addIcon();
    m_undoIcon->show(QStringLiteral("undo"), Label::Tone::Text2);
    m_oneStep = m_actions->addNote();
    m_actions->row()->addSpacing(8);
    m_report = new QPushButton(m_actions);
    m_report->setObjectName(QStringLiteral("importReportButton"));
    m_cancel = new QPushButton(m_actions);
    m_cancel->setObjectName(QStringLiteral("importCancelButton"));
    m_import = new QPushButton(m_actions);
    m_import->setObjectName(QStringLiteral("importButton"));
    setButtonKind(m_import, ButtonKind::Primary);
    for (QPushButton *button : {m_report, m_cancel, m_import})
        m_actions->row()->addWidget(button);
    connect(m_report, &QPushButton::clicked, this, &ImportView::saveReport);
    connect(m_cancel, &QPushButton::clicked, this, &ImportView::cancel);
    connect(m_import, &QPushButton::clicked, this, &ImportView::importNow);
}

void ImportView::retranslate()
{
    m_heading->setText(tr("Import, dry run"));
    m_formatLabel->setText(tr("Format"));
    m_format->setAccessibleName(tr("Format"));
    m_format->clear();
    for (const FormatInfo &format : formats()) {
        if (format.imports)
            m_format->addItem(format.title, format.id);
    }
    m_failedTitle->setText(tr("This file cannot be imported"));
    m_choose->setText(tr("Choose another file…"));
    m_progress->setAccessibleName(tr("Progress"));
    m_oneStep->setText(tr("One undo step"));
    m_report->setText(tr("Save report"));
    m_cancel->setText(tr("Cancel"));
    setKeyHint(m_cancel, tr("Esc"));
    m_import->setText(tr("Import"));
    setKeyHint(m_import, tr("Ctrl+Enter"));
    m_keys->setText(tr("Space ticks, F8 next place"));
    m_page->retranslate();
    refresh();
}

void ImportView::open(const QString &file)
{
    m_writing = false;
    m_session->open(file);
    setFocus();
}

void ImportView::refresh()
{
    using State = ImportSession::State;
    const State state = m_session->state();
    refreshTitle();
    if (state == State::Failed)
        m_failedText->setText(messageOf(m_session->error()));
    m_progress->setValue(0);
    m_page->showPlan();
    m_pages->setCurrentIndex(state == State::Failed ? 1 : m_session->hasPlan() ? 2 : 0);
    if (state == State::Ready && (!focusWidget() || focusWidget() == this))
        m_page->focusRules();
    refreshActions();
}

void ImportView::refreshTitle()
{
    const QFileInfo file(m_session->file());
    m_file->setText(file.fileName());
    m_file->setToolTip(file.filePath());
    m_bytes->setText(file.exists() ? sizeText(file.size()) : QString());
    m_reading->setText(tr("Reading %1…").arg(file.fileName()));
    const bool ready = m_session->hasPlan();
    m_format->setEnabled(ready);
    if (ready)
        m_format->setCurrentIndex(m_format->findData(m_session->plan().format));
    m_time->setText(ready ? tr("%1 s").arg(QLocale().toString(
                                static_cast<double>(m_session->readingMs()) / 1000.0, 'f', 2))
                          : QString());
    m_time->updateGeometry();
    refreshSheets();
}

void ImportView::refreshSheets()
{
    auto boxes = m_sheets->findChildren<QCheckBox *>(QString(), Qt::FindDirectChildrenOnly);
    const std::vector<ImportSheet> sheets
        = m_session->hasPlan() ? m_session->plan().sheets : std::vector<ImportSheet>();
    while (boxes.size() > static_cast<qsizetype>(sheets.size()))
        delete boxes.takeLast();
    while (boxes.size() < static_cast<qsizetype>(sheets.size())) {
        auto *box = new QCheckBox(m_sheets);
        m_sheets->layout()->addWidget(box);
        connect(box, &QCheckBox::clicked, this, [this, box](bool on) {
            m_session->setSheetTaken(box->property("sheet").toString(), on);
            refreshSheets(); // the last one stays: an import of no sheet is none
        });
        boxes.append(box);
    }
    for (qsizetype i = 0; i < boxes.size(); ++i) {
        const ImportSheet &sheet = sheets[static_cast<std::size_t>(i)];
        QCheckBox *box = boxes.at(i);
        const bool takes = !sheet.round.isEmpty();
        box->setProperty("sheet", sheet.name);
        box->setText(takes ? tr("%1, %2 rows → %3")
                                 .arg(sheet.name, countText(sheet.rows), roundText(sheet.round))
                           : tr("%1, %2 rows → leave out").arg(sheet.name, countText(sheet.rows)));
        box->setChecked(takes);
    }
}

void ImportView::refreshActions()
{
    using State = ImportSession::State;
    const State state = m_session->state();
    const QString obstacle = m_writing ? QString() : m_session->obstacle();
    m_import->setEnabled(!m_writing && obstacle.isEmpty());
    m_import->setToolTip(obstacle);
    m_cancel->setEnabled(!m_writing);
    m_report->setEnabled(state == State::Ready && !m_writing);
    m_oneStep->setVisible(state == State::Ready);
    m_undoIcon->setVisible(state == State::Ready);
    m_detail->setTone(Label::Tone::Text2);
    if (state == State::Ready) {
        const ImportSession::Totals &totals = m_session->totals();
        const ImportCounts &counts = totals.counts;
        m_sentence->setText(tr("%Ln row(s) go in", nullptr, totals.records));
        m_detail->setText(m_writing ? tr("Writing…")
                          : !obstacle.isEmpty()
                              ? obstacle
                              : tr("%1 left out, %2 merged, %3 refused. Nothing "
                                   "is written yet.")
                                    .arg(counts.templates + counts.blank + counts.failed
                                         + counts.placeholders + totals.unmatched)
                                    .arg(counts.merged)
                                    .arg(counts.refused));
        const int rule = m_page->currentRule();
        m_place->setText(
            rule < 0 ? QString()
                     : tr("Rule %1 of %2").arg(rule + 1).arg(m_session->plan().rules.size()));
        m_container->setText(m_session->plan().summary);
    } else {
        m_sentence->setText(state == State::Failed ? tr("Nothing is written.") : QString());
        m_detail->setText(state == State::Reading ? tr("Nothing is written yet.") : QString());
        m_place->clear();
        m_container->clear();
    }
    m_keys->setVisible(state == State::Ready);
}

void ImportView::showProblem(const QString &text)
{
    m_detail->setText(text);
    m_detail->setTone(Label::Tone::Error);
}

void ImportView::cancel()
{
    if (m_writing)
        return;
    m_session->close();
    Q_EMIT closed();
}

void ImportView::chooseOther()
{
    chooseFile(this, tr("Import"), QFileInfo(m_session->file()).path(), QFileDialog::AcceptOpen,
               [this](const QString &file) { open(file); });
}

void ImportView::saveReport()
{
    const QFileInfo source(m_session->file());
    const QString folder
        = m_workspace.document() ? m_workspace.document()->folder() : source.path();
    chooseFile(
        this, tr("Save report"),
        folder + u'/' + source.completeBaseName() + QStringLiteral(".report.json"),
        QFileDialog::AcceptSave, [this, report = m_session->plan().report()](const QString &path) {
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(report) != report.size()
                || !file.commit())
                showProblem(tr("The report was not saved to %1: %2").arg(path, file.errorString()));
            else
                m_detail->setText(tr("The report is in %1.").arg(path));
        });
}

void ImportView::importNow()
{
    if (m_writing || !m_import->isEnabled())
        return;
    m_writing = true;
    refreshActions();
    // The state is painted before the UI thread is busy with the one transaction.
    repaint();
    QTimer::singleShot(0, this, &ImportView::write);
}

void ImportView::write()
{
    const QString file = m_session->plan().file;
    const Result<ImportSession::Outcome> outcome = m_session->apply();
    m_writing = false;
    refreshActions();
    if (!outcome) {
        showProblem(tr("Nothing was imported. %1").arg(messageOf(outcome.error())));
        return;
    }
    m_workspace.showHint(tr("Imported %1: %2 clips, %3 segments, %4 texts. One undo takes it back.")
                             .arg(file, countText(outcome->clips), countText(outcome->segments),
                                  countText(outcome->answers)));
    m_session->close();
    Q_EMIT imported(outcome->clips, outcome->segments, outcome->answers);
    Q_EMIT closed();
}

bool ImportView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_F8 || isImportKey(key)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ImportView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        cancel();
    else if (event->key() == Qt::Key_F8 && m_session->hasPlan())
        m_page->nextPlace(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    else if (isImportKey(event))
        importNow();
    else
        QWidget::keyPressEvent(event);
}

void ImportView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        if (m_session->hasPlan())
            m_session->reread(); // the texts of the rules come with the plan
    }
}

} // namespace ecva
