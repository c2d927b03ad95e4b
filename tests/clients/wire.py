"""Events out of bytes, as the standard of Server-Sent Events says: what no empty line has closed does not count."""

import collections

Event = collections.namedtuple("Event", "id name data")


class Reader:
    """Reads one connection. Feed it whatever arrives, in whatever pieces."""

    def __init__(self):
        self.rest = b""

    def feed(self, data):
        """The events that these bytes complete."""
        *blocks, self.rest = (self.rest + data).split(b"\n\n")
        for block in blocks:
            lines = block.decode().split("\n")
            fields = dict(line.split(": ", 1) for line in lines if not line.startswith(":"))
            if "data" in fields:
                yield Event(int(fields["id"]), fields["event"], fields["data"])


def faults_of(run, heard, replay):
    """What is wrong with the events that a client heard of a run, against the run's whole history."""
    ids, whole = [event.id for event in heard], [event.id for event in replay]
    if sorted(set(whole)) != whole or not whole or whole[0] != 1:
        yield f"{run}: ids of the replay do not grow from 1: {whole}"
    if [replay[0].name, replay[-1].name] != ["run.created", "run.completed"]:
        yield f"{run}: the replay is from {replay[0].name} to {replay[-1].name}"
    doubled = [one for one, times in collections.Counter(ids).items() if times > 1]
    lost = sorted(set(whole) - set(ids))
    if lost or doubled:
        yield f"{run}: lost {lost}, doubled {doubled}"
    elif heard != replay:
        yield f"{run}: the events heard are not those of the replay: {[pair for pair in zip(heard, replay) if pair[0] != pair[1]][:1]}"
