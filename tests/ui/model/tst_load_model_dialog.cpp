// The dialog that loads a model, with a desk whose every state the test sets.
#include "tests/support/FakeModelDesk.h"
#include "ui/model/LoadModelDialog.h"
#include "ui/model/Precision.h"
#include "ui/style/Controls.h"
#include "ui/style/EcvaStyle.h"

#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;
using namespace ecva::test;

class TestLoadModelDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QDir(m_dir.path()).mkpath(QStringLiteral("shield"));
        QDir(m_dir.path()).mkpath(QStringLiteral("tower"));
        QFile file(path("mm_projector.bin"));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void init()
    {
        applyTheme(*qApp, ThemeKind::Dark);
        m_desk = std::make_unique<FakeModelDesk>();
        m_window = std::make_unique<QWidget>();
        m_dialog = new LoadModelDialog(*m_desk, m_window.get());
        m_window->show();
    }

    void cleanup() { m_window.reset(); }

    void whatIsTypedIsLoaded()
    {
        m_dialog->present();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog));
        QVERIFY(field("modelFolder")->hasFocus());
        QVERIFY(!field("modelTower")->isVisible()); // folded away
        QTest::keyClicks(field("modelFolder"), path("shield"));
        button("modelMore")->click();
        QVERIFY(field("modelTower")->isVisible());
        field("modelTower")->setText(path("tower"));
        field("modelAdapter")->setText(QLatin1Char(' ') + path("shield") + QLatin1Char('/'));
        field("modelConnector")->setText(path("mm_projector.bin"));
        find<QCheckBox>("modelLiveAdapter")->setChecked(true);
        auto *precision = find<SegmentedControl>("modelPrecision");
        QCOMPARE(precision->items().size(), qsizetype(precisions().size()));
        QTest::keyClick(precision, Qt::Key_Right);
        QTest::keyClick(field("modelFolder"), Qt::Key_Return);
        QCOMPARE(m_desk->loaded.size(), std::size_t(1));
        const ModelOptions &wanted = m_desk->loaded[0];
        QCOMPARE(wanted.folder.string(), path("shield").toStdString());
        QCOMPARE(wanted.visionTower.string(), path("tower").toStdString());
        QCOMPARE(QFileInfo(QString::fromStdString(wanted.lora.string())),
                 QFileInfo(path("shield")));
        QCOMPARE(wanted.projector.string(), path("mm_projector.bin").toStdString());
        QVERIFY(wanted.base.empty());
        QVERIFY(wanted.liveAdapter);
        QCOMPARE(int(wanted.dtype), int(precisions()[1]));
    }

    void whatCannotBeThereIsSaidAtOnce_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("said");
        QTest::newRow("nothing") << "modelFolder" << "  " << "Which folder?";
        QTest::newRow("no such folder")
            << "modelFolder" << path("gone") << "There is no “" + path("gone") + "”.";
        QTest::newRow("a file as the folder")
            << "modelFolder" << path("mm_projector.bin")
            << "“" + path("mm_projector.bin") + "” is a file, not a folder.";
        QTest::newRow("a folder as the connector")
            << "modelConnector" << path("tower")
            << "“" + path("tower") + "” is a folder, not the file of a connector.";
        QTest::newRow("no such tower") << "modelTower" << "/nowhere/at all<b>"
                                       << "There is no “/nowhere/at all<b>”.";
    }

    void whatCannotBeThereIsSaidAtOnce()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, typed);
        QFETCH(const QString, said);
        m_dialog->present();
        this->field("modelFolder")->setText(path("shield"));
        this->field(field.toLatin1().constData())->setText(typed);
        button("startLoadButton")->click();
        QCOMPARE(message(), said);
        QVERIFY(m_desk->loaded.empty());
        QVERIFY(m_dialog->isVisible());
        this->field(field.toLatin1().constData())->setText(path("other")); // typing goes on
        QCOMPARE(message(), QString());
    }

    void aLiveAdapterNeedsAnAdapter()
    {
        m_dialog->present();
        field("modelFolder")->setText(path("shield"));
        find<QCheckBox>("modelLiveAdapter")->setChecked(true);
        button("startLoadButton")->click();
        QVERIFY(message().startsWith(QStringLiteral("Which adapter")));
        QVERIFY(m_desk->loaded.empty());
    }

    void itStaysUntilTheModelIsThere()
    {
        beginLoading();
        m_desk->loading = 0.43;
        Q_EMIT m_desk->loadingProgressed();
        QCOMPARE(message(), QStringLiteral("Loading… 43 %"));
        QCOMPARE(find<QProgressBar>("modelProgress")->value(), 43);
        QVERIFY(!field("modelFolder")->isEnabled());
        m_desk->ready = ModelDesk::Readiness::Ready;
        Q_EMIT m_desk->readinessChanged();
        QTRY_VERIFY(!m_dialog->isVisible());
    }

    void whatFailsBesidesIsNotTheLoading()
    {
        beginLoading();
        Q_EMIT m_desk->failed(QStringLiteral("The answer could not be measured"),
                              QStringLiteral("besides"), ModelDesk::Matter::Measuring);
        QVERIFY(!message().contains(QStringLiteral("besides")));
        QVERIFY(!field("modelFolder")->isEnabled());
        m_desk->ready = ModelDesk::Readiness::Ready;
        Q_EMIT m_desk->readinessChanged();
        QTRY_VERIFY(!m_dialog->isVisible());
    }

    void whyItFailedIsSaidInIt()
    {
        m_desk->info = ModelInfo(); // the former one is back
        beginLoading();
        const QString why = QStringLiteral(
            "This cannot be used: /models/shield: tensor 'model.layers.0.self_attn.q_proj.weight' "
            "is missing, and with it 290 others; is this the folder of the whole model?");
        m_desk->ready = ModelDesk::Readiness::Ready;
        Q_EMIT m_desk->readinessChanged();
        Q_EMIT m_desk->failed(QStringLiteral("The model could not be loaded"), why,
                              ModelDesk::Matter::Loading);
        QTest::qWait(30);
        QVERIFY(m_dialog->isVisible());
        QCOMPARE(message(), why);
        auto *label = find<QLabel>("modelMessage");
        QVERIFY(label->height() >= label->heightForWidth(label->width())); // all of it
        QVERIFY(field("modelFolder")->isEnabled());
        Q_EMIT m_desk->failed(QStringLiteral("The model gave no answer"), QStringLiteral("later"),
                              ModelDesk::Matter::Asking);
        QCOMPARE(message(), why); // not about loading
    }

    void theFirstEscStopsTheSecondCloses()
    {
        beginLoading();
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QCOMPARE(m_desk->stoppedLoads, 1);
        QVERIFY(m_dialog->isVisible());
        m_desk->ready = ModelDesk::Readiness::NoModel;
        Q_EMIT m_desk->readinessChanged();
        QTest::qWait(30);
        QVERIFY(m_dialog->isVisible());
        QTest::keyClick(m_dialog, Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_desk->stoppedLoads, 1);
    }

    void theDemonstrationIsOneButtonAway()
    {
        m_dialog->present();
        button("loadDemonstrationButton")->click();
        QCOMPARE(m_desk->demonstrations, 1);
        m_desk->ready = ModelDesk::Readiness::Ready;
        Q_EMIT m_desk->readinessChanged();
        QTRY_VERIFY(!m_dialog->isVisible());
    }

    void itIsFilledInWithWhatIsLoaded()
    {
        m_desk->info = ModelInfo();
        m_desk->loadedAs.folder = path("shield").toStdString();
        m_desk->loadedAs.lora = path("tower").toStdString();
        m_desk->loadedAs.dtype = DType::Bf16;
        m_dialog->present();
        QCOMPARE(field("modelFolder")->text(), path("shield"));
        QVERIFY(field("modelAdapter")->isVisible()); // else nobody would see it
        QVERIFY(m_dialog->options() == m_desk->loadedAs);
        m_dialog->reject();
        m_desk->info->demonstration = true; // its folder is ours
        m_dialog->present();
        QVERIFY(field("modelFolder")->text().isEmpty());
    }

    void everythingIsReachedByKey()
    {
        m_dialog->present();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog));
        button("modelMore")->click();
        field("modelFolder")->setFocus();
        QSet<QWidget *> reached;
        for (int i = 0; i < 40; ++i) {
            reached.insert(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (const char *name :
             {"modelFolder", "modelTower", "modelBase", "modelAdapter", "modelConnector"})
            QVERIFY2(reached.contains(field(name)), name);
        for (const char *name :
             {"modelMore", "loadDemonstrationButton", "cancelLoadButton", "startLoadButton"})
            QVERIFY2(reached.contains(button(name)), name);
        QVERIFY(reached.contains(find<SegmentedControl>("modelPrecision")));
        QVERIFY(reached.contains(find<QCheckBox>("modelLiveAdapter")));
        for (QWidget *widget : reached)
            QVERIFY2(!widget->accessibleName().isEmpty() || qobject_cast<QAbstractButton *>(widget),
                     qPrintable(widget->objectName()));
    }

    void thePictureIsNotCutOffInAnyTheme()
    {
        for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light, ThemeKind::HighContrast}) {
            applyTheme(*qApp, kind);
            for (const bool open : {false, true}) {
                m_dialog->present();
                field("modelFolder")->setText(path("shield"));
                button("modelMore")->setChecked(open);
                button("startLoadButton")->click();
                QTest::qWait(30);
                const QImage picture = m_dialog->grab().toImage();
                if (const QByteArray folder = qgetenv("ECVA_PICTURES"); !folder.isEmpty())
                    picture.save(QStringLiteral("%1/load-%2-%3.png")
                                     .arg(QString::fromUtf8(folder))
                                     .arg(int(kind))
                                     .arg(open));
                QVERIFY(picture.pixelColor(1, picture.height() / 2) == Theme::make(kind).panel);
                for (const QWidget *child : m_dialog->findChildren<QWidget *>()) {
                    if (child->isVisible())
                        QVERIFY2(child->width() >= child->minimumSizeHint().width(),
                                 qPrintable(child->objectName()));
                }
                QVERIFY(m_dialog->height() < 640); // fits beside the work on a small screen
            }
        }
    }

private:
    void beginLoading()
    {
        m_dialog->present();
        field("modelFolder")->setText(path("shield"));
        m_desk->ready = ModelDesk::Readiness::NoModel;
        button("startLoadButton")->click();
        QCOMPARE(m_desk->loaded.size(), std::size_t(1));
        m_desk->ready = ModelDesk::Readiness::Loading;
        Q_EMIT m_desk->readinessChanged();
    }

    QString path(const char *name) const { return m_dir.filePath(QLatin1String(name)); }
    QString message() const { return find<QLabel>("modelMessage")->text(); }
    QLineEdit *field(const char *name) const { return find<QLineEdit>(name); }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    template <typename T>
    T *find(const char *name) const
    {
        T *found = m_dialog->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no widget %s", name);
        return found;
    }

    QTemporaryDir m_dir;
    std::unique_ptr<FakeModelDesk> m_desk;
    std::unique_ptr<QWidget> m_window;
    LoadModelDialog *m_dialog = nullptr;
};

QTEST_MAIN(TestLoadModelDialog)
#include "tst_load_model_dialog.moc"
