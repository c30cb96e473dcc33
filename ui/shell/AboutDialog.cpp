#include "ui/shell/AboutDialog.h"

#include "ui/style/Controls.h"
#include "ui/style/Fonts.h"
#include "ui/style/Theme.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSysInfo>
#include <QVBoxLayout>

namespace ecva {
namespace {

class AboutDialog : public QDialog
{
    Q_DECLARE_TR_FUNCTIONS(ecva::AboutDialog)

public:
    explicit AboutDialog(QWidget *parent)
        : QDialog(parent)
    {
        setObjectName(QStringLiteral("aboutDialog"));
        setWindowTitle(tr("About ECVA Studio"));
        auto *title = new Label(Label::Tone::Text1);
        title->setFont(uiFont(TextSize::Title, QFont::DemiBold));
        title->setText(QStringLiteral("ECVA Studio"));
        auto *purpose = new Label(Label::Tone::Text2);
        purpose->setText(tr("Annotate, review and measure video anomalies. Everything stays on "
                            "this computer."));
        purpose->setWordWrap(true);
        const QString facts
            = tr("Version %1\nQt %2\n%3\nApache License 2.0")
                  .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()),
                       QSysInfo::prettyProductName());
        auto *text = new Label(Label::Tone::Text2);
        text->setObjectName(QStringLiteral("aboutFacts"));
        text->setText(facts);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);

        auto *copy = new QPushButton(tr("Copy"));
        copy->setToolTip(tr("Copies the versions, for a report"));
        copy->setAutoDefault(false);
        connect(copy, &QPushButton::clicked, this, [facts] {
            QGuiApplication::clipboard()->setText(QStringLiteral("ECVA Studio\n") + facts);
        });
        auto *done = new QPushButton(tr("Close"));
        done->setDefault(true);
        setButtonKind(done, ButtonKind::Primary);
        connect(done, &QPushButton::clicked, this, &QDialog::accept);
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addStretch(1);
        row->addWidget(copy);
        row->addWidget(done);

        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(24, 20, 16, 16);
        column->setSpacing(8);
        column->addWidget(title);
        column->addWidget(purpose);
        column->addSpacing(4);
        column->addWidget(text);
        column->addSpacing(12);
        column->addLayout(row);
        setFixedWidth(400);
        done->setFocus();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = themeOf(this);
        QPainter painter(this);
        painter.fillRect(rect(), theme.border); // not every desktop draws an edge
        painter.fillRect(rect().adjusted(1, 1, -1, -1), theme.panel);
    }
};

} // namespace

void showAbout(QWidget &window)
{
    auto *dialog = new AboutDialog(&window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setModal(true);
    dialog->open();
}

} // namespace ecva
