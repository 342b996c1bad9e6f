package dev.hearth.machine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  private static final String ADA =
      """
      file /proc/self/status
        Uid:\t1000\t1000\t1000\t1000
        Gid:\t1000\t1000\t1000\t1000
        Groups:\t1000\s
      file /etc/passwd
        ada:x:1000:1000::/home/ada:/bin/sh
      file /etc/group
        ada:x:1000:
        gpu:x:777:bea,ada
        render:x:992:adam
      """;

  @Test
  void aGroupThatOwnsANodeMattersWhateverItsName() {
    Account account = Accounts.read(Hosts.of(ADA + "char /dev/dri/renderD128 0660 0:777\n"));

    assertThat(account.groupName(777)).contains("gpu");
    assertThat(account.groupsOnDisk()).isEqualTo(Reading.known(Set.of(777, 1000)));
  }

  @Test
  void aGroupOfNoMatterIsLeftOut() {
    assertThat(Accounts.read(Hosts.of(ADA)).groups())
        .containsExactly(new Account.Group("render", 992));
  }

  @Test
  void rootsGroupIsNoneToPutAUserInto() {
    Machine machine =
        Hosts.of(ADA.replace("gpu:x:777", "root:x:0") + "char /dev/nvidiactl 0666 0:0\n");

    assertThat(Accounts.read(machine).groupName(0)).isEmpty();
  }

  @Test
  void aUserOfADirectoryServiceHasNoNameHere() {
    Account account = Accounts.read(Hosts.of(ADA.replace("ada:x:1000:1000", "bea:x:1001:1001")));

    assertThat(account.uid()).isEqualTo(Reading.known(1000));
    assertThat(account.name()).isEqualTo(Reading.unknown("/etc/passwd has no user 1000"));
    assertThat(account.groupsOnDisk().asOptional()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "home/ada", "/home/\u0007a"})
  void aHomeThatIsNoPathIsUnknown(String home) {
    assertThat(Accounts.read(Hosts.of(ADA.replace("/home/ada", home))).home())
        .isEqualTo(Reading.unknown("/etc/passwd tells no home of ada"));
  }

  @Nested
  class TheUserManager {
    private static final String SCOPE =
        "user.slice/user-1000.slice/user@1000.service/init.scope/cgroup.procs\n";

    @ParameterizedTest
    @ValueSource(strings = {"/sys/fs/cgroup/", "/sys/fs/cgroup/systemd/"})
    void isFoundByItsControlGroupOfEitherVersion(String mount) {
      Account account = Accounts.read(Hosts.of(ADA + "file " + mount + SCOPE + manager()));

      assertThat(account.managerGroups()).isEqualTo(Reading.known(Set.of(44, 1000)));
    }

    private String manager() {
      return """
        902
        901
      file /proc/901/status
        Name:\tsystemd
        Gid:\t1000\t1000\t1000\t1000
        Groups:\t44
      file /proc/902/status
        Name:\t(sd-pam)
        Gid:\t1000\t1000\t1000\t1000
        Groups:\t5
      """;
    }

    @Test
    void thatDoesNotRunHasNoGroups() {
      assertThat(Accounts.read(Hosts.of(ADA)).managerGroups().asOptional()).isEmpty();
    }

    @Test
    void isNotLookedForOutsideOfProc() {
      String entries =
          ADA + "file /sys/fs/cgroup/" + SCOPE + "  ../etc\nfile /etc/status\n  Name:\tsystemd\n";

      assertThat(Accounts.read(Hosts.of(entries)).managerGroups().asOptional()).isEmpty();
    }
  }

  @Nested
  class AProcess {
    @Test
    void actsWithItsEffectiveGroup() {
      ProcessStatus status =
          ProcessStatus.parse("Name:\tjava\nUid:\t7\t8\t8\t8\nGid:\t5\t6\t6\t6\nGroups:\t\n", "f");

      assertThat(status)
          .isEqualTo(new ProcessStatus("java", Reading.known(7), Reading.known(Set.of(6))));
    }

    @Test
    void ofASpoiltFileIsNobodys() {
      ProcessStatus status = ProcessStatus.parse("Uid:\tx\nGid:\t5\nGroups\t4", "f");

      assertThat(status.uid().asOptional()).isEmpty();
      assertThat(status.groups().asOptional()).isEmpty();
    }
  }

  @Nested
  class UserFiles {
    @Test
    void mayHoldLinesThatAreNone() {
      String passwd = "+::::::\n\nshort:x:1\nada:x:abc:1::/a:\nada:x:1:x::/b:\nada:x:1:2::/c:";

      assertThat(UserDatabase.user(passwd, 1))
          .isEqualTo(Optional.of(new UserDatabase.User("ada", 1, 2, "/c")));
      assertThat(UserDatabase.groups("+:::\n:x:1:\na:x\nb:x:y:c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "ada:100000:65536, true",
      "1000:100000:65536, true",
      "adam:100000:65536, false",
      "ada:100000:0, false",
      "ada:100000, false",
      "'', false"
    })
    void giveRangesByNameOrNumber(String line, boolean has) {
      assertThat(UserDatabase.hasRange(line, "ada", 1000)).isEqualTo(has);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4294967294, -2", "4294967296, ", "99999999999, ", "-1, ", "1a, ", "'', "})
    void numberUsersBy32Bits(String digits, Integer number) {
      assertThat(UserDatabase.number(digits))
          .isEqualTo(number == null ? OptionalInt.empty() : OptionalInt.of(number));
    }
  }
}
