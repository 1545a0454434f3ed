package org.sekimori.control.lab.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.ProgramProcess;

/** A Samba Active Directory domain controller: the site's CLDAP and SMB server. It makes its domain first, which takes a while. */
public final class DomainController implements LabServer {
    /** The administrator's; the domain is gone with the lab. */
    public static final String PASSWORD = "Sekimori-lab-1";

    private static final String FOLDER = "domain";

    /** Makes the domain, then becomes the server. Its files under /run and /var/lib/samba are the lab's own. */
    private static final String SCRIPT = """
            set -e
            mount --bind "$1/run" /run
            mkdir -p /run/samba /var/lib/samba
            mount --bind "$1/lib" /var/lib/samba
            samba-tool domain provision --targetdir="$1/data" --realm=LAB.EXAMPLE --domain=LAB --adminpass="$4" \\
              --server-role=dc --dns-backend=NONE --host-name=dc --host-ip="$2" --host-ip6="$3"
            exec samba --foreground --no-process-group --configfile="$1/data/etc/smb.conf" \\
              --option="server services=s3fs, rpc, nbt, ldap, cldap, winbindd" --option="log file=$1/log.%m"
            """;

    private final Site site;
    private final ProgramProcess process;

    public DomainController(Site site) {
        this.site = site;
        process = site.program(title(), FOLDER);
    }

    @Override
    public String title() {
        return "domain controller (Samba AD), site";
    }

    @Override
    public void start() {
        Path home = site.workspace().folder(FOLDER);
        site.workspace().folder(FOLDER + "/run");
        site.workspace().folder(FOLDER + "/lib/private");
        site.workspace().folder(FOLDER + "/data");
        process.start(
                site.undo(),
                site.namespace(),
                List.of("sh", "-c", SCRIPT, "sh", home.toString(), Addresses.HOST, Addresses.HOST_V6, PASSWORD));
    }

    /** Lists the shares over SMB; CLDAP is up long before. */
    @Override
    public boolean isReady() {
        return process.hasLogged("DOMAIN SID")
                && site.namespace()
                        .run(Duration.ofSeconds(5), "smbclient", "-N", "-L", Addresses.HOST)
                        .isOk();
    }

    @Override
    public ProgramProcess process() {
        return process;
    }
}
