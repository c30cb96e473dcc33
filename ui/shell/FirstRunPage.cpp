#include "ui/shell/FirstRunPage.h"

#include "ui/shell/Appearance.h"
#include "ui/shell/ProjectController.h"
#include "ui/shell/StartCard.h"
#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Icons.h"
#include "ui/style/Theme.h"
#include "ui/workspace/ActionRegistry.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace ecva {
namespace {

constexpr int kPageWidth = 880;
constexpr int kColumnGap = 32;
constexpr int kRecentShown = 4;
const QList<ThemeKind> kThemes{ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrast};

/// A frame with rounded corners behind the list of recent projects, dashed around the drop area.
class Well : public QWidget
{
public:
    Well(bool dashed, QWidget *parent)
        : QWidget(parent)
        , m_dashed(dashed)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = themeOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen pen(m_dashed ? theme.border : theme.hairline, 1);
        if (m_dashed)
            pen.setDashPattern({3, 3});
        painter.setPen(pen);
        painter.setBrush(m_dashed ? QBrush(Qt::NoBrush) : QBrush(theme.panel));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }

private:
    bool m_dashed;
};

/// The icon of a step in a small frame.
class StepIcon : public QWidget
{
public:
    StepIcon(QString icon, QWidget *parent)
        : QWidget(parent)
        , m_icon(std::move(icon))
    {
        setFixedSize(36, 36);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = themeOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.border, 1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.drawPixmap(10, 10, iconPixmap(m_icon, theme.text2, 16, devicePixelRatioF()));
    }

private:
    QString m_icon;
};

} // namespace

FirstRunPage::FirstRunPage(ProjectController &projects, ActionRegistry &actions,
                           Appearance &appearance, QWidget *parent)
    : QWidget(parent)
    , m_projects(projects)
    , m_actions(actions)
    , m_appearance(appearance)
{
    setObjectName(QStringLiteral("firstRunPage"));
    build();
    retranslate();
    connect(&projects, &ProjectController::recentChanged, this, &FirstRunPage::refreshRecent);
    connect(&appearance, &Appearance::themeChanged, this, [this] {
        m_theme->setCurrentIndex(static_cast<int>(kThemes.indexOf(m_appearance.theme())));
    });
    connect(&appearance, &Appearance::languageChanged, this, [this] {
        m_language->setCurrentIndex(
            static_cast<int>(Appearance::languages().indexOf(m_appearance.language())));
    });
}

void FirstRunPage::build()
{
    const auto label
        = [this](Label::Tone tone, TextSize size, QFont::Weight weight = QFont::Normal) {
              auto *made = new Label(tone, this);
              made->setFont(uiFont(size, weight));
              return made;
          };
    m_product = label(Label::Tone::Text2, TextSize::Body);
    m_title = label(Label::Tone::Text1, TextSize::Title, QFont::DemiBold);
    m_subtitle = label(Label::Tone::Text2, TextSize::Answer);

    // Left: ways to begin.
    m_sample = new StartCard(QStringLiteral("play"), this);
    m_sample->setObjectName(QStringLiteral("openSample"));
    m_folder = new StartCard(QStringLiteral("folder"), this);
    m_folder->setObjectName(QStringLiteral("openFolder"));
    m_import = new StartCard(QStringLiteral("sheet"), this);
    m_import->setObjectName(QStringLiteral("importSheet"));
    const auto run = [this](const char *id) {
        return [this, id] { m_actions.trigger(QString::fromLatin1(id)); };
    };
    connect(m_sample, &QAbstractButton::clicked, this, run("file.demo"));
    connect(m_folder, &QAbstractButton::clicked, this, run("file.openFolder"));
    connect(m_import, &QAbstractButton::clicked, this, run("file.import"));
    auto *dropWell = new Well(true, this);
    dropWell->setFixedHeight(84);
    m_drop = label(Label::Tone::Text2, TextSize::Body);
    m_drop->setAlignment(Qt::AlignCenter);
    auto *dropLayout = new QVBoxLayout(dropWell);
    dropLayout->addWidget(m_drop);
    auto *left = new QVBoxLayout;
    left->setSpacing(10);
    for (QWidget *card : {static_cast<QWidget *>(m_sample), static_cast<QWidget *>(m_folder),
                          static_cast<QWidget *>(m_import), static_cast<QWidget *>(dropWell)})
        left->addWidget(card);
    left->addStretch(1);

    // Right: what was open before, and how it looks.
    m_recentTitle = label(Label::Tone::Text1, TextSize::Body, QFont::DemiBold);
    auto *recentWell = new Well(false, this);
    recentWell->setMinimumHeight(148);
    m_recent = new QVBoxLayout(recentWell);
    m_recent->setContentsMargins(6, 6, 6, 6);
    m_recent->setSpacing(0);
    m_looks = label(Label::Tone::Text1, TextSize::Body, QFont::DemiBold);
    m_languageLabel = label(Label::Tone::Text2, TextSize::Body);
    m_themeLabel = label(Label::Tone::Text2, TextSize::Body);
    m_language = new SegmentedControl(SegmentedControl::Look::Pill, this);
    m_language->setObjectName(QStringLiteral("languageSwitch"));
    m_theme = new SegmentedControl(SegmentedControl::Look::Pill, this);
    m_language->setOnCanvas(true);
    m_theme->setOnCanvas(true);
    m_theme->setObjectName(QStringLiteral("themeSwitch"));
    connect(m_language, &SegmentedControl::chosen, this,
            [this](int index) { m_appearance.setLanguage(Appearance::languages().at(index)); });
    connect(m_theme, &SegmentedControl::chosen, this,
            [this](int index) { m_appearance.setTheme(kThemes.at(index)); });
    auto *looks = new QGridLayout;
    looks->setHorizontalSpacing(24);
    looks->setVerticalSpacing(10);
    looks->addWidget(m_languageLabel, 0, 0);
    looks->addWidget(m_language, 0, 1);
    looks->addWidget(m_themeLabel, 1, 0);
    looks->addWidget(m_theme, 1, 1);
    looks->setColumnStretch(2, 1);
    auto *right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(m_recentTitle);
    right->addWidget(recentWell);
    right->addSpacing(18);
    right->addWidget(m_looks);
    right->addLayout(looks);
    right->addStretch(1);

    auto *columns = new QHBoxLayout;
    columns->setSpacing(kColumnGap);
    columns->addLayout(left, 1);
    columns->addLayout(right, 1);

    // The job in one line.
    auto *steps = new QHBoxLayout;
    steps->setSpacing(10);
    for (const char *icon : {"play", "mark", "write", "model", "delta", "next"}) {
        auto *name = label(Label::Tone::Text1, TextSize::Body, QFont::Medium);
        auto *keys = label(Label::Tone::Text2, TextSize::Secondary);
        auto *text = new QVBoxLayout;
        text->setSpacing(0);
        text->addWidget(name);
        text->addWidget(keys);
        steps->addWidget(new StepIcon(QString::fromLatin1(icon), this));
        steps->addLayout(text);
        steps->addStretch(1);
        m_steps.append(name);
        m_stepKeys.append(keys);
    }
    auto *everything = new QHBoxLayout;
    everything->setSpacing(8);
    m_allKeys = label(Label::Tone::Text2, TextSize::Body);
    m_keysKey = new KeyCap(QStringLiteral("?"), this);
    m_allCommands = label(Label::Tone::Text2, TextSize::Body);
    m_commandsKey = new KeyCap({}, this);
    everything->addWidget(m_allKeys);
    everything->addWidget(m_keysKey);
    everything->addSpacing(16);
    everything->addWidget(m_allCommands);
    everything->addWidget(m_commandsKey);
    everything->addStretch(1);

    auto *page = new QVBoxLayout;
    page->setSpacing(0);
    page->addStretch(2);
    page->addWidget(m_product);
    page->addSpacing(8);
    page->addWidget(m_title);
    page->addSpacing(8);
    page->addWidget(m_subtitle);
    page->addSpacing(34);
    page->addLayout(columns);
    page->addSpacing(32);
    page->addWidget(new Hairline(Qt::Horizontal, this));
    page->addSpacing(24);
    page->addLayout(steps);
    page->addSpacing(24);
    page->addLayout(everything);
    page->addStretch(3);
    auto *body = new QWidget(this);
    body->setLayout(page);
    body->setMaximumWidth(kPageWidth);
    auto *outer = new QHBoxLayout(this);
    outer->addStretch(1);
    outer->addWidget(body, 100);
    outer->addStretch(1);
}

void FirstRunPage::retranslate()
{
    m_product->setText(QStringLiteral("ECVA Studio"));
    m_title->setText(tr("Open clips to begin"));
    m_subtitle->setText(
        tr("Everything stays on this computer. Every edit is saved as you make it."));
    m_sample->setTexts(tr("Open the sample project"),
                       tr("Three short clips, two of them annotated."), tr("Enter"));
    m_folder->setTexts(tr("Open a folder of clips"),
                       tr("mp4, avi, mkv, mov, webm. Files are not copied."),
                       m_actions.keyText(QStringLiteral("file.openFolder")));
    m_import->setTexts(tr("Import an annotation sheet"),
                       tr("ECVA's xlsx, models' answers. A report comes first."),
                       m_actions.keyText(QStringLiteral("file.import")));
    m_drop->setText(tr("or drop clips, folders or a project here"));
    m_recentTitle->setText(tr("Recent projects"));
    m_looks->setText(tr("How it looks"));
    m_languageLabel->setText(tr("Language"));
    m_themeLabel->setText(tr("Theme"));
    QStringList names;
    for (const QString &language : Appearance::languages())
        names.append(Appearance::languageName(language));
    m_language->setItems(names);
    m_language->setAccessibleName(tr("Language"));
    m_language->setCurrentIndex(
        static_cast<int>(Appearance::languages().indexOf(m_appearance.language())));
    m_theme->setItems({tr("Dark"), tr("Light"), tr("High contrast")});
    m_theme->setAccessibleName(tr("Theme"));
    m_theme->setCurrentIndex(static_cast<int>(kThemes.indexOf(m_appearance.theme())));
    const QStringList steps{tr("Watch"), tr("Mark"),    tr("Write"),
                            tr("Ask"),   tr("Measure"), tr("Next")};
    const QStringList keys{tr("Space, J K L"), tr("I, O, Enter"), tr("What, Why, How"),
                           tr("F9"),           tr("Delta"),       tr("Ctrl+Enter")};
    for (int i = 0; i < steps.size(); ++i) {
        m_steps.at(i)->setText(steps.at(i));
        m_stepKeys.at(i)->setText(keys.at(i));
    }
    m_allKeys->setText(tr("All keys"));
    m_keysKey->setKeys(m_actions.keyText(QStringLiteral("help.keys")));
    m_allCommands->setText(tr("All commands"));
    m_commandsKey->setKeys(m_actions.keyText(QStringLiteral("view.commands")));
    refreshRecent();
}

void FirstRunPage::refreshRecent()
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const QStringList recent = m_projects.recentProjects().mid(0, kRecentShown);
    if (recent.isEmpty()) {
        auto *none = new Label(tr("No projects yet"), Label::Tone::Text2, this);
        auto *hint = new Label(tr("Projects you open appear here, newest first."),
                               Label::Tone::Text3, this);
        hint->setFont(uiFont(TextSize::Secondary));
        m_recent->addStretch(1);
        m_recent->addWidget(none, 0, Qt::AlignHCenter);
        m_recent->addSpacing(4);
        m_recent->addWidget(hint, 0, Qt::AlignHCenter);
        m_recent->addStretch(1);
        return;
    }
    for (const QString &file : recent) {
        auto *row = new StartCard(QStringLiteral("film"), this);
        row->setCompact(true);
        row->setObjectName(QStringLiteral("recentProject"));
        const QFileInfo info(file);
        row->setTexts(info.completeBaseName(), QDir::toNativeSeparators(info.absolutePath()), {});
        connect(row, &QAbstractButton::clicked, this,
                [this, file] { m_projects.openProject(file); });
        m_recent->addWidget(row);
    }
    m_recent->addStretch(1);
}

void FirstRunPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_sample->setFocus(Qt::OtherFocusReason);
}

void FirstRunPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void FirstRunPage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), themeOf(this).canvas);
}

} // namespace ecva
