package dev.hearth.testhost;

/**
 * Another program that computes on the GPU just when the service works, and rests with it: the
 * device's counters then move as if the service moved them.
 */
record Neighbour(TestHost host, Beside program) implements AutoCloseable {
  private static final String UNIT = "neighbour";
  private static final String FILE = "/opt/neighbour.sh";

  /** Burns 200 ms of the processor whenever the service's engine has burnt 30 ms in 100 ms. */
  private static final String SCRIPT =
      """
      exec 8<>/dev/kfd 9<>/dev/dri/renderD128
      before=0 last=none
      while :; do
        pid=$(pgrep -n -f '[-]Dhearth.dist=/opt/hearth') || { sleep 0.2; continue; }
        read -r -a stat <"/proc/$pid/stat" || continue
        now=$((stat[13] + stat[14]))
        if [ "$pid" = "$last" ] && [ $((now - before)) -ge 3 ]; then
          end=$((${EPOCHREALTIME/./} + 200000))
          while [ ${EPOCHREALTIME/./} -lt $end ]; do :; done
        else
          sleep 0.1
        fi
        before=$now last=$pid
      done
      """;

  static Neighbour start(TestHost host) {
    // In a file, for systemd-run would take what is written ${…} for variables of its own.
    host.write(FILE, SCRIPT);
    return new Neighbour(host, host.start(UNIT, "/bin/bash", FILE));
  }

  @Override
  public void close() {
    host.root("systemctl", "stop", UNIT + ".service");
    program.close();
  }
}
