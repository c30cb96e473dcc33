#include "ui/model/LoadModelDialog.h"

#include "ui/model/ModelDesk.h"
#include "ui/model/Precision.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"

#include <QCheckBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace ecva {
namespace {

constexpr int kWidth = 480;
constexpr int kMessageHeight = 34; // two lines, so that nothing jumps when something is said

QPushButton *makeButton(const char *name, ButtonKind kind = ButtonKind::Plain)
{
    auto *button = new QPushButton;
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false);
    setButtonKind(button, kind);
    return button;
}

/// As typed, with ~ and from here; empty stays empty.
QString pathIn(const QLineEdit *field)
{
    QString typed = field->text().trimmed();
    if (typed == QLatin1String("~") || typed.startsWith(QLatin1String("~/")))
        typed.replace(0, 1, QDir::homePath());
    return typed.isEmpty() ? typed : QFileInfo(typed).absoluteFilePath();
}

QString textOf(const std::filesystem::path &path)
{
    return QString::fromStdU16String(path.u16string());
}

} // namespace

LoadModelDialog::LoadModelDialog(ModelDesk &desk, QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
{
    setObjectName(QStringLiteral("loadModelDialog"));
    build();
    connect(&desk, &ModelDesk::readinessChanged, this, &LoadModelDialog::onReadiness);
    connect(&desk, &ModelDesk::loadingProgressed, this, &LoadModelDialog::refresh);
    connect(&desk, &ModelDesk::failed, this,
            [this](const QString &, const QString &message, ModelDesk::Matter matter) {
                if (matter == ModelDesk::Matter::Loading && std::exchange(m_isWaiting, false))
                    say(message);
            });
    retranslate();
}

void LoadModelDialog::addRow(Place place, QVBoxLayout *column)
{
    static constexpr const char *kNames[PlaceCount]
        = {"modelFolder", "modelTower", "modelBase", "modelAdapter", "modelConnector"};
    Row &row = m_rows[place];
    row.name = new Label(Label::Tone::Text2);
    row.name->setFont(uiFont(TextSize::Secondary));
    row.field = new QLineEdit;
    row.field->setObjectName(QString::fromLatin1(kNames[place]));
    row.name->setBuddy(row.field);
    row.choose = makeButton("chooseButton");
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(row.field, 1);
    line->addWidget(row.choose);
    auto *both = new QVBoxLayout;
    both->setSpacing(4);
    both->addWidget(row.name);
    both->addLayout(line);
    column->addLayout(both);
    connect(row.choose, &QPushButton::clicked, this, [this, place] { choose(place); });
    connect(row.field, &QLineEdit::textChanged, this, [this] { say({}); });
}

void LoadModelDialog::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    addRow(Folder, column);

    m_precisionName = new Label(Label::Tone::Text2);
    m_precisionName->setFont(uiFont(TextSize::Secondary));
    m_precision = new SegmentedControl(SegmentedControl::Look::Cells);
    m_precision->setObjectName(QStringLiteral("modelPrecision"));
    QStringList names;
    for (const DType type : precisions())
        names.append(precisionName(type));
    m_precision->setItems(names);
    m_precision->setCurrentIndex(0);
    m_hint = new Label(Label::Tone::Text2);
    m_hint->setFont(uiFont(TextSize::Secondary));
    auto *precision = new QVBoxLayout;
    precision->setSpacing(4);
    precision->addWidget(m_precisionName);
    precision->addWidget(m_precision, 0, Qt::AlignLeft);
    precision->addWidget(m_hint);
    column->addLayout(precision);
    connect(m_precision, &SegmentedControl::chosen, this, [this] { say({}); });

    m_fold = makeButton("modelMore", ButtonKind::Flat);
    m_fold->setCheckable(true);
    auto *fold = new QHBoxLayout;
    fold->addWidget(m_fold);
    fold->addStretch(1);
    column->addLayout(fold);
    connect(m_fold, &QPushButton::toggled, this, &LoadModelDialog::unfold);
    m_more = new QWidget;
    auto *more = new QVBoxLayout(m_more);
    more->setContentsMargins(0, 0, 0, 0);
    more->setSpacing(12);
    for (const Place place : {Tower, Base, Adapter})
        addRow(place, more);
    m_live = new QCheckBox;
    m_live->setObjectName(QStringLiteral("modelLiveAdapter"));
    more->addWidget(m_live);
    addRow(Connector, more);
    column->addWidget(m_more);
    m_more->hide();

    m_message = new Label(Label::Tone::Text2);
    m_message->setObjectName(QStringLiteral("modelMessage"));
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_message);
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("modelProgress"));
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 100);
    QSizePolicy kept = m_progress->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(kept);
    column->addWidget(m_progress);
    column->addStretch(1);
    buildButtons();
}

void LoadModelDialog::buildButtons()
{
    m_demonstration = makeButton("loadDemonstrationButton", ButtonKind::Flat);
    m_cancel = makeButton("cancelLoadButton");
    m_load = makeButton("startLoadButton", ButtonKind::Primary);
    m_load->setDefault(true); // Enter in a field
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_demonstration);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_load);
    qobject_cast<QVBoxLayout *>(layout())->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &LoadModelDialog::reject);
    connect(m_load, &QPushButton::clicked, this, &LoadModelDialog::load);
    connect(m_demonstration, &QPushButton::clicked, this, [this] {
        m_trouble.clear();
        m_isWaiting = true;
        m_desk.loadDemonstration();
        onReadiness();
    });
}

void LoadModelDialog::present()
{
    if (!isVisible()) {
        fill(m_desk.options());
        m_isWaiting = m_desk.readiness() == ModelDesk::Readiness::Loading;
    }
    refresh();
    show();
    raise();
    activateWindow();
    m_rows[Folder].field->selectAll();
    m_rows[Folder].field->setFocus(Qt::PopupFocusReason);
}

void LoadModelDialog::fill(const ModelOptions &options)
{
    // The demonstration has a button of its own.
    const ModelInfo *model = m_desk.model();
    m_rows[Folder].field->setText(model && model->demonstration ? QString()
                                                                : textOf(options.folder));
    m_rows[Tower].field->setText(textOf(options.visionTower));
    m_rows[Base].field->setText(textOf(options.base));
    m_rows[Adapter].field->setText(textOf(options.lora));
    m_rows[Connector].field->setText(textOf(options.projector));
    m_live->setChecked(options.liveAdapter);
    const auto &types = precisions();
    const auto found = std::find(types.begin(), types.end(), options.dtype);
    m_precision->setCurrentIndex(found == types.end() ? 0
                                                      : static_cast<int>(found - types.begin()));
    m_trouble.clear();
    const bool isSpecial = std::any_of(m_rows.begin() + 1, m_rows.end(),
                                       [](const Row &row) { return !row.field->text().isEmpty(); });
    m_fold->setChecked(isSpecial);
}

ModelOptions LoadModelDialog::options() const
{
    const auto path = [this](Place place) -> std::filesystem::path {
        return pathIn(m_rows[place].field).toStdU16String();
    };
    ModelOptions options;
    options.folder = path(Folder);
    options.visionTower = path(Tower);
    options.base = path(Base);
    options.lora = path(Adapter);
    options.projector = path(Connector);
    options.liveAdapter = m_live->isChecked();
    options.dtype = precisions().at(static_cast<std::size_t>(m_precision->currentIndex()));
    return options;
}

void LoadModelDialog::choose(Place place)
{
    QLineEdit *field = m_rows[place].field;
    auto *dialog = new QFileDialog(this, m_rows[place].name->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (place == Connector) {
        dialog->setFileMode(QFileDialog::ExistingFile);
    } else {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
    }
    const QString typed = pathIn(field->text().isEmpty() ? m_rows[Folder].field : field);
    const QFileInfo start(typed);
    if (!typed.isEmpty())
        dialog->setDirectory(start.isDir() ? typed : start.path());
    connect(dialog, &QFileDialog::fileSelected, field, &QLineEdit::setText);
    dialog->open();
}

void LoadModelDialog::unfold(bool open)
{
    m_more->setVisible(open);
    retranslate();
}

QString LoadModelDialog::obstacle() const
{
    for (int place = Folder; place < PlaceCount; ++place) {
        const QString path = pathIn(m_rows[place].field);
        const QFileInfo file(path);
        if (path.isEmpty()) {
            if (place == Folder)
                return tr("Which folder?");
            continue;
        }
        if (!file.exists())
            return tr("There is no “%1”.").arg(path);
        if (place == Connector && !file.isFile())
            return tr("“%1” is a folder, not the file of a connector.").arg(path);
        if (place != Connector && !file.isDir())
            return tr("“%1” is a file, not a folder.").arg(path);
    }
    if (m_live->isChecked() && m_rows[Adapter].field->text().trimmed().isEmpty())
        return tr("Which adapter is to be computed beside the weights?");
    return {};
}

void LoadModelDialog::load()
{
    if (const QString why = obstacle(); !why.isEmpty()) {
        say(why);
        return;
    }
    m_trouble.clear();
    m_isWaiting = true;
    m_desk.load(options());
    onReadiness();
}

void LoadModelDialog::reject()
{
    // The first Esc stops, the second closes.
    if (m_isWaiting && m_desk.readiness() == ModelDesk::Readiness::Loading) {
        m_isWaiting = false;
        m_desk.stopLoading();
        refresh();
        return;
    }
    QDialog::reject();
}

void LoadModelDialog::onReadiness()
{
    const auto readiness = m_desk.readiness();
    if (readiness == ModelDesk::Readiness::Ready && m_isWaiting && isVisible()) {
        // A failure is told right after the former model is back: it comes with failed().
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (std::exchange(m_isWaiting, false))
                    accept();
            },
            Qt::QueuedConnection);
    }
    refresh();
}

void LoadModelDialog::say(const QString &trouble)
{
    m_trouble = trouble;
    refresh();
}

void LoadModelDialog::refresh()
{
    const bool loading = m_desk.readiness() == ModelDesk::Readiness::Loading;
    const int percent = static_cast<int>(m_desk.loadingProgress() * 100);
    m_progress->setVisible(loading);
    m_progress->setValue(percent);
    m_message->setTone(loading || m_trouble.isEmpty() ? Label::Tone::Text2 : Label::Tone::Error);
    m_message->setText(loading ? tr("Loading… %1 %").arg(percent) : m_trouble);
    m_hint->setText(precisionHint(options().dtype));
    for (const Row &row : m_rows) {
        row.field->setEnabled(!loading);
        row.choose->setEnabled(!loading);
    }
    m_precision->setEnabled(!loading);
    m_live->setEnabled(!loading);
    m_load->setEnabled(!loading);
    m_demonstration->setEnabled(!loading);
    m_cancel->setText(loading ? tr("Stop") : tr("Cancel"));
    m_message->setFixedHeight(std::max(kMessageHeight, m_message->heightForWidth(kWidth - 32)));
    layout()->activate();
    setFixedSize(kWidth, layout()->sizeHint().height());
}

void LoadModelDialog::retranslate()
{
    setWindowTitle(tr("Load a model"));
    const std::array<QString, PlaceCount> names{
        tr("Folder with config.json and the weights"), tr("Vision tower, a folder"),
        tr("Language model that an adapter or connector is for, a folder"),
        tr("LoRA adapter, a folder"), tr("Connector, a file")};
    const QString found = tr("As the checkpoint says");
    const std::array<QString, PlaceCount> hints{QString(), found, found, tr("None"), found};
    for (std::size_t place = 0; place < names.size(); ++place) {
        const Row &row = m_rows[place];
        row.name->setText(names[place]);
        row.field->setAccessibleName(names[place]);
        row.field->setPlaceholderText(hints[place]);
        row.choose->setText(tr("Choose…"));
        row.choose->setAccessibleName(tr("Choose: %1").arg(names[place]));
    }
    m_precisionName->setText(tr("Numbers"));
    m_precision->setAccessibleName(tr("Numbers"));
    const bool open = m_fold->isChecked();
    m_fold->setText(open ? tr("Less") : tr("More"));
    m_fold->setIcon(
        icon(open ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), this));
    m_fold->setToolTip(tr("For checkpoints whose parts lie in several places"));
    m_live->setText(tr("Compute the adapter beside the weights"));
    m_live->setToolTip(tr("Otherwise it is merged into them"));
    m_demonstration->setText(tr("Demonstration"));
    m_demonstration->setToolTip(
        tr("A small untrained model, to see how it works: its answers are noise."));
    m_load->setText(tr("Load"));
    refresh();
}

void LoadModelDialog::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.border); // not every desktop draws an edge
    painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.panel);
}

void LoadModelDialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange)
        retranslate();
    QDialog::changeEvent(event);
}

} // namespace ecva
