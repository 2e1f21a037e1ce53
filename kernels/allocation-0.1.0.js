// domain/foundation/invariant.ts
var InvariantViolation = class extends Error {
	name = "InvariantViolation";
};
function invariant(holds, reason) {
	if (!holds) throw new InvariantViolation(typeof reason === "string" ? reason : reason());
}
const touch = (table, slot) => {
	table.changes[table.changed & table.changes.length - 1] = slot;
	table.changed += 1;
	table.versionsGiven += 1;
	table.version = table.versionsGiven;
};
const occupy = (table, seat, { planes, sign }) => {
	const { slot } = seat.node;
	if (slot < 0) return;
	const { kind } = seat;
	if ((planes & 1) !== 0) {
		table.cpuNow[slot] = (table.cpuNow[slot] ?? 0) - sign * kind.cpuMilli;
		table.memoryNow[slot] = (table.memoryNow[slot] ?? 0) - sign * kind.memoryBytes;
		table.podsNow[slot] = (table.podsNow[slot] ?? 0) - sign;
	}
	if ((planes & 2) !== 0) {
		table.cpuFuture[slot] = (table.cpuFuture[slot] ?? 0) - sign * kind.cpuMilli;
		table.memoryFuture[slot] = (table.memoryFuture[slot] ?? 0) - sign * kind.memoryBytes;
		table.podsFuture[slot] = (table.podsFuture[slot] ?? 0) - sign;
	}
	if (seat.devices.length > 0) occupyDevices(table, seat, {
		now: (planes & 1) === 0 ? 0 : sign * kind.gpuMilli,
		future: (planes & 2) === 0 ? 0 : sign * kind.gpuMilli
	});
	touch(table, slot);
};
const occupyDevices = (table, seat, by) => {
	const { slot } = seat.node;
	const start = table.deviceStart[slot] ?? 0;
	let wholeNow = table.wholeNow[slot] ?? 0;
	let wholeFuture = table.wholeFuture[slot] ?? 0;
	let gpuFuture = table.gpuFuture[slot] ?? 0;
	for (const device of seat.devices) {
		const at = start + device;
		const wasNow = table.usedNow[at] ?? 0;
		const wasFuture = table.usedFuture[at] ?? 0;
		const isNow = wasNow + by.now;
		const isFuture = wasFuture + by.future;
		if (isNow > 1e3 || isFuture > 1e3 || isNow < 0 || isFuture < 0) invariant(false, `device ${seat.node.id}/${device} would hold ${isNow}, later ${isFuture}`);
		table.usedNow[at] = isNow;
		table.usedFuture[at] = isFuture;
		if (table.broken[at] === 1) continue;
		gpuFuture -= by.future;
		wholeFuture += (isFuture === 0 ? 1 : 0) - (wasFuture === 0 ? 1 : 0);
		wholeNow += (isNow === 0 && isFuture === 0 ? 1 : 0) - (wasNow === 0 && wasFuture === 0 ? 1 : 0);
	}
	table.wholeNow[slot] = wholeNow;
	table.wholeFuture[slot] = wholeFuture;
	table.gpuFuture[slot] = gpuFuture;
};
const isFreeNow = (table, seat) => {
	const { slot } = seat.node;
	const { kind } = seat;
	if (slot < 0 || table.usable[slot] !== 1) return false;
	if ((table.podsNow[slot] ?? 0) < 1 || (table.cpuNow[slot] ?? 0) < kind.cpuMilli) return false;
	if ((table.memoryNow[slot] ?? 0) < kind.memoryBytes) return false;
	const start = table.deviceStart[slot] ?? 0;
	return seat.devices.every((device) => table.broken[start + device] !== 1 && (table.usedNow[start + device] ?? 0) + kind.gpuMilli <= 1e3);
};
// domain/allocation/figures.ts
const addTo = (tally, amounts, sign) => {
	tally.gpuMilli += sign * amounts.gpuMilli;
	tally.cpuMilli += sign * amounts.cpuMilli;
	tally.memoryMib += sign * amounts.memoryMib;
};
const noteFigures = (snapshot) => {
	snapshot.figuresGiven += 1;
	snapshot.figuresVersion = snapshot.figuresGiven;
};
const chargeAllocated = (snapshot, queue, charge) => {
	addTo(snapshot.allocated, charge.amounts, charge.sign);
	for (let at = queue; at !== void 0; at = at.parent) {
		addTo(at.allocated, charge.amounts, charge.sign);
		if (!charge.isPreemptible) addTo(at.nonPreemptible, charge.amounts, charge.sign);
	}
	noteFigures(snapshot);
};
const chargeRequested = (snapshot, queue, charge) => {
	for (let at = queue; at !== void 0; at = at.parent) addTo(at.requested, charge.amounts, charge.sign);
	snapshot.isShared = false;
};
// domain/allocation/journal.ts
const markOf$1 = ({ snapshot, entries }) => ({
	length: entries.length,
	version: snapshot.nodes.version,
	figuresVersion: snapshot.figuresVersion
});
const seatTried = (journal, seat, by) => {
	occupy(journal.snapshot.nodes, seat, by);
	journal.entries.push({
		seat,
		planes: by.planes,
		sign: by.sign
	});
};
const chargeTried = (journal, queue, charge) => {
	chargeAllocated(journal.snapshot, queue, charge);
	journal.entries.push({
		queue,
		charge,
		sign: charge.sign
	});
};
const undoTo = (journal, mark) => {
	const { snapshot, entries } = journal;
	while (entries.length > mark.length) {
		const entry = entries.pop();
		if (entry === void 0) break;
		const sign = entry.sign === 1 ? -1 : 1;
		if ("seat" in entry) occupy(snapshot.nodes, entry.seat, {
			planes: entry.planes,
			sign
		});
		else chargeAllocated(snapshot, entry.queue, {
			...entry.charge,
			sign
		});
	}
	snapshot.nodes.version = mark.version;
	snapshot.figuresVersion = mark.figuresVersion;
};
// domain/allocation/draft.ts
const podOf = (workload, seat) => ({
	subGroup: workload.shape.parts[seat.part]?.name ?? "",
	pod: seat.pod,
	nodeId: seat.node.id,
	devices: [...seat.devices],
	gpuMilli: seat.kind.gpuMilli
});
const settle = (draft, workload, seating) => {
	const pods = seating.seats.map((seat) => podOf(workload, seat));
	const placement = {
		workloadId: workload.id,
		attempt: workload.attempt,
		pods
	};
	workload.decidedIn = draft.number;
	if (seating.isNow) draft.placements.push(placement);
	else {
		draft.nominations.push(placement);
		draft.nominated.push(workload);
	}
};
const serve = (draft, one, served) => {
	const { amounts } = one.shape;
	chargeTried(draft.journal, one.queue, {
		amounts,
		isPreemptible: one.isPreemptible,
		sign: 1
	});
	settle(draft, served.workload, served.seating);
	advance(draft, one);
};
const advance = (draft, one) => {
	while (one.cursor < one.entries.length) {
		const entry = one.entries[one.cursor];
		if (entry?.stage === "waiting" && entry.waitingClass === one && entry.decidedIn !== draft.number) return;
		one.cursor += 1;
	}
};
// domain/allocation/fit.ts
const refusedBySelector = 1;
const refusedByTaint = 2;
const accepted = 3;
const tolerates = (toleration, taint) => {
	if (toleration.effect !== "" && toleration.effect !== taint.effect) return false;
	if (toleration.key === "") return toleration.operator === "Exists";
	if (toleration.key !== taint.key) return false;
	return toleration.operator === "Exists" || toleration.value === taint.value;
};
const accepts = (selector, node) => {
	for (const label of Object.keys(selector)) {
		const value = Object.hasOwn(node.labels, label) ? node.labels[label] : void 0;
		if (value === void 0 || selector[label]?.includes(value) !== true) return false;
	}
	return true;
};
const matchOf = (kind, node) => {
	if (!accepts(kind.selector, node)) return refusedBySelector;
	let costs = 0;
	for (const taint of node.taints) {
		if (kind.tolerations.some((toleration) => tolerates(toleration, taint))) continue;
		if (taint.effect !== "PreferNoSchedule") return refusedByTaint;
		costs += 1;
	}
	return accepted + Math.min(costs, 7);
};
const refusalAt = (table, kind, slot) => {
	const match = knownMatch(table, kind, slot);
	return match === refusedBySelector ? "selector" : match === refusedByTaint ? "taint" : "none";
};
const knownMatch = (table, kind, slot) => {
	const profile = table.profile[slot] ?? 0;
	const known = kind.match[profile];
	if (known !== void 0 && known !== 0) return known;
	const node = table.profileNodes[profile];
	while (kind.match.length < table.profileNodes.length) kind.match.push(0);
	const fresh = node === void 0 ? refusedBySelector : matchOf(kind, node);
	kind.match[profile] = fresh;
	return fresh;
};
const nowBit = 1 << 29;
const freeSpan = 1 << 24;
const freeMax = 16777214;
const fitsNow = (score) => score >= nowBit;
const shareRoom = (table, kind, slot) => {
	const start = table.deviceStart[slot] ?? 0;
	const end = start + (table.deviceCount[slot] ?? 0);
	const most = 1e3 - kind.gpuMilli;
	let later = 0;
	let present = 0;
	let sharedLater = 0;
	let sharedPresent = 0;
	for (let at = start; at < end; at += 1) {
		const usedFuture = table.usedFuture[at] ?? 0;
		if (usedFuture > most || table.broken[at] === 1) continue;
		const usedNow = table.usedNow[at] ?? 0;
		later += 1;
		if (usedFuture > 0) sharedLater += 1;
		if (usedNow > most) continue;
		present += 1;
		if (usedNow > 0 || usedFuture > 0) sharedPresent += 1;
	}
	if (present >= kind.gpuDevices) return sharedPresent >= kind.gpuDevices ? 4 : 3;
	if (later >= kind.gpuDevices) return sharedLater >= kind.gpuDevices ? 2 : 1;
	return 0;
};
const lookFor = (table, kind, policy) => {
	const bonus = kind.gpuDevices === 0 ? 1 : kind.gpuMilli < 1e3 ? 2 : 0;
	return {
		table,
		kind,
		policy,
		highest: 536870913 + freeSpan * (28 + bonus),
		had: 0
	};
};
const freeScore = ({ table, kind, policy }, slot) => {
	const isGpu = kind.gpuDevices > 0;
	const free = (isGpu ? table.gpuFuture[slot] : table.cpuFuture[slot]) ?? 0;
	if ((isGpu ? policy.gpuPlacement : policy.cpuPlacement) === "binpack") return free >= freeMax ? 0 : free <= 0 ? freeMax : freeMax - free;
	const whole = isGpu ? 1e3 * (table.deviceOk[slot] ?? 0) : table.cpuCap[slot] ?? 0;
	return whole <= 0 ? 0 : Math.max(0, Math.floor(free * freeMax / whole));
};
const scoreOf = (look, slot) => {
	const { table, kind } = look;
	const free = freeScore(look, slot);
	if (look.highest + free <= look.had || table.usable[slot] !== 1) return 0;
	const { gpuDevices, cpuMilli, memoryBytes } = kind;
	const isWhole = kind.gpuMilli === 1e3;
	if (isWhole && (table.wholeFuture[slot] ?? 0) < gpuDevices) return 0;
	if ((table.cpuFuture[slot] ?? 0) < cpuMilli || (table.memoryFuture[slot] ?? 0) < memoryBytes) return 0;
	if ((table.podsFuture[slot] ?? 0) < 1) return 0;
	const match = knownMatch(table, kind, slot);
	if (match < accepted) return 0;
	let isNow = (table.podsNow[slot] ?? 0) >= 1 && (table.cpuNow[slot] ?? 0) >= cpuMilli && (table.memoryNow[slot] ?? 0) >= memoryBytes;
	const packed = 1 + 4 * freeSpan * (10 - match) + free;
	if (isWhole) return isNow && (table.wholeNow[slot] ?? 0) >= gpuDevices ? nowBit + packed : packed;
	if (gpuDevices === 0) {
		const score = packed + (table.deviceCount[slot] === 0 ? freeSpan : 0);
		return isNow ? nowBit + score : score;
	}
	const most = packed + 2 * freeSpan;
	if ((isNow ? nowBit + most : most) <= look.had) return 0;
	const room = shareRoom(table, kind, slot);
	if (room === 0) return 0;
	isNow = isNow && room >= 3;
	const score = room % 2 === 0 ? most : packed;
	return isNow ? nowBit + score : score;
};
const roomOf = (table, kind, slot) => {
	if (table.usable[slot] !== 1 || knownMatch(table, kind, slot) < accepted) return 0;
	let room = table.podsFuture[slot] ?? 0;
	if (kind.cpuMilli > 0) room = Math.min(room, Math.floor((table.cpuFuture[slot] ?? 0) / kind.cpuMilli));
	if (kind.memoryBytes > 0) room = Math.min(room, Math.floor((table.memoryFuture[slot] ?? 0) / kind.memoryBytes));
	if (kind.gpuMilli === 1e3) room = Math.min(room, Math.floor((table.wholeFuture[slot] ?? 0) / kind.gpuDevices));
	else if (kind.gpuDevices > 0) room = Math.min(room, shareSlots(table, kind, slot));
	return Math.max(0, room);
};
const shareSlots = (table, kind, slot) => {
	const start = table.deviceStart[slot] ?? 0;
	const end = start + (table.deviceCount[slot] ?? 0);
	let shares = 0;
	for (let at = start; at < end; at += 1) if (table.broken[at] !== 1) shares += Math.floor((1e3 - (table.usedFuture[at] ?? 0)) / kind.gpuMilli);
	return Math.floor(shares / kind.gpuDevices);
};
const pickDevices = (table, kind, place) => {
	if (kind.gpuDevices === 0) return [];
	const start = table.deviceStart[place.slot] ?? 0;
	const count = table.deviceCount[place.slot] ?? 0;
	const used = (device) => place.isNow ? Math.max(table.usedNow[start + device] ?? 0, table.usedFuture[start + device] ?? 0) : table.usedFuture[start + device] ?? 0;
	const roomy = [];
	for (let device = 0; device < count; device += 1) if (table.broken[start + device] !== 1 && used(device) + kind.gpuMilli <= 1e3) {
		roomy.push(device);
		if (kind.gpuMilli === 1e3 && roomy.length === kind.gpuDevices) return roomy;
	}
	const sign = place.policy.gpuPlacement === "binpack" ? -1 : 1;
	return roomy.toSorted((a, b) => sign * (used(a) - used(b)) || a - b).slice(0, kind.gpuDevices).toSorted((a, b) => a - b);
};
Buffer.from("6fa7c2a8d4a95c53a8a0cf0a3fe27a44", "hex");
const compareIds = (a, b) => a < b ? -1 : a > b ? 1 : 0;
// domain/allocation/nodes.ts
const bytesPerMib$1 = 1 << 20;
const widerInts = (column, length) => {
	const wider = new Int32Array(length);
	wider.set(column);
	return wider;
};
const widerBytes = (column, length) => {
	const wider = new Uint8Array(length);
	wider.set(column);
	return wider;
};
const widerFloats = (column, length) => {
	const wider = new Float64Array(length);
	wider.set(column);
	return wider;
};
const growRows = (table) => {
	const length = Math.max(64, table.usable.length * 2);
	table.profile = widerInts(table.profile, length);
	table.usable = widerBytes(table.usable, length);
	table.deviceStart = widerInts(table.deviceStart, length);
	table.deviceCount = widerInts(table.deviceCount, length);
	table.deviceOk = widerInts(table.deviceOk, length);
	table.cpuCap = widerFloats(table.cpuCap, length);
	table.cpuNow = widerFloats(table.cpuNow, length);
	table.cpuFuture = widerFloats(table.cpuFuture, length);
	table.memoryCap = widerFloats(table.memoryCap, length);
	table.memoryNow = widerFloats(table.memoryNow, length);
	table.memoryFuture = widerFloats(table.memoryFuture, length);
	table.podsCap = widerInts(table.podsCap, length);
	table.podsNow = widerInts(table.podsNow, length);
	table.podsFuture = widerInts(table.podsFuture, length);
	table.wholeNow = widerInts(table.wholeNow, length);
	table.wholeFuture = widerInts(table.wholeFuture, length);
	table.gpuFuture = widerInts(table.gpuFuture, length);
	let ring = table.changes.length;
	while (ring < 4 * length) ring *= 2;
	if (ring > table.changes.length) {
		table.changes = new Int32Array(ring);
		table.changed += 2 * ring;
	}
};
const growDevices = (table, count) => {
	if (table.devices + count <= table.usedNow.length) return;
	const length = Math.max(512, table.usedNow.length * 2, table.devices + count);
	table.usedNow = widerInts(table.usedNow, length);
	table.usedFuture = widerInts(table.usedFuture, length);
	table.broken = widerBytes(table.broken, length);
};
const profileOf = (table, node) => {
	const labels = Object.keys(node.labels).toSorted(compareIds);
	const key = JSON.stringify([
		labels,
		labels.map((label) => node.labels[label]),
		node.taints
	]);
	const known = table.profiles.get(key);
	if (known !== void 0) return known;
	const fresh = table.profileNodes.length;
	table.profiles.set(key, fresh);
	table.profileNodes.push(node);
	return fresh;
};
const slotFor = (table, gpuCount) => {
	const vacated = table.freeSlots.findIndex((slot) => table.deviceCount[slot] === gpuCount);
	if (vacated >= 0) {
		const slot = table.freeSlots.splice(vacated, 1)[0];
		if (slot !== void 0) return slot;
	}
	const slot = table.slots.length;
	if (slot >= table.usable.length) growRows(table);
	growDevices(table, gpuCount);
	table.deviceStart[slot] = table.devices;
	table.deviceCount[slot] = gpuCount;
	table.devices += gpuCount;
	return slot;
};
const addToTotal = (snapshot, node, sign) => {
	const { nodes, total } = snapshot;
	total.gpuMilli += sign * 1e3 * (nodes.deviceOk[node.slot] ?? 0);
	total.cpuMilli += sign * (nodes.cpuCap[node.slot] ?? 0);
	total.memoryMib += sign * node.memoryMib;
	snapshot.isShared = false;
};
const addNode = (snapshot, offer) => {
	const table = snapshot.nodes;
	removeNode(snapshot, offer.id);
	const node = {
		id: offer.id,
		labels: offer.labels,
		taints: offer.taints,
		memoryMib: Math.floor(offer.memoryBytes / bytesPerMib$1),
		slot: slotFor(table, offer.gpuCount),
		isLost: false,
		isCordoned: false
	};
	const { slot } = node;
	table.slots[slot] = node;
	table.byId.set(node.id, node);
	table.profile[slot] = profileOf(table, node);
	table.usable[slot] = 1;
	table.deviceOk[slot] = offer.gpuCount;
	table.cpuCap[slot] = table.cpuNow[slot] = table.cpuFuture[slot] = offer.cpuMilli;
	table.memoryCap[slot] = table.memoryNow[slot] = table.memoryFuture[slot] = offer.memoryBytes;
	table.podsCap[slot] = table.podsNow[slot] = table.podsFuture[slot] = offer.podsMax;
	table.wholeNow[slot] = table.wholeFuture[slot] = offer.gpuCount;
	table.gpuFuture[slot] = 1e3 * offer.gpuCount;
	const start = table.deviceStart[slot] ?? 0;
	table.usedNow.fill(0, start, start + offer.gpuCount);
	table.usedFuture.fill(0, start, start + offer.gpuCount);
	table.broken.fill(0, start, start + offer.gpuCount);
	table.count += 1;
	table.setVersion += 1;
	table.offerVersion += 1;
	touch(table, slot);
	addToTotal(snapshot, node, 1);
};
const removeNode = (snapshot, id) => {
	const table = snapshot.nodes;
	const node = table.byId.get(id);
	if (node === void 0) return;
	if (!node.isLost) addToTotal(snapshot, node, -1);
	touch(table, node.slot);
	table.usable[node.slot] = 0;
	table.slots[node.slot] = void 0;
	table.freeSlots.push(node.slot);
	table.byId.delete(id);
	node.slot = -1;
	table.count -= 1;
	table.setVersion += 1;
	table.offerVersion += 1;
};
const markNode = (snapshot, id, news) => {
	const table = snapshot.nodes;
	const node = table.byId.get(id);
	if (node === void 0) return;
	const isLost = news.isLost ?? node.isLost;
	if (isLost !== node.isLost) addToTotal(snapshot, node, isLost ? -1 : 1);
	node.isLost = isLost;
	node.isCordoned = news.isCordoned ?? node.isCordoned;
	table.usable[node.slot] = node.isLost || node.isCordoned ? 0 : 1;
	table.offerVersion += 1;
	touch(table, node.slot);
};
const markDevice = (snapshot, id, news) => {
	const table = snapshot.nodes;
	const node = table.byId.get(id);
	if (node === void 0 || news.device >= (table.deviceCount[node.slot] ?? 0)) return;
	const { slot } = node;
	const at = (table.deviceStart[slot] ?? 0) + news.device;
	if (table.broken[at] === 1 === news.isBroken) return;
	if (!node.isLost) addToTotal(snapshot, node, -1);
	const sign = news.isBroken ? -1 : 1;
	const usedFuture = table.usedFuture[at] ?? 0;
	const usedNow = table.usedNow[at] ?? 0;
	table.broken[at] = news.isBroken ? 1 : 0;
	table.deviceOk[slot] = (table.deviceOk[slot] ?? 0) + sign;
	table.gpuFuture[slot] = (table.gpuFuture[slot] ?? 0) + sign * (1e3 - usedFuture);
	if (usedFuture === 0) {
		table.wholeFuture[slot] = (table.wholeFuture[slot] ?? 0) + sign;
		if (usedNow === 0) table.wholeNow[slot] = (table.wholeNow[slot] ?? 0) + sign;
	}
	if (!node.isLost) addToTotal(snapshot, node, 1);
	table.offerVersion += 1;
	touch(table, slot);
};
const rankNodes = (table) => {
	if (table.rankedAt === table.setVersion) return;
	const ranked = table.slots.filter((node) => node !== void 0).toSorted((a, b) => compareIds(a.id, b.id));
	table.rankOf = new Int32Array(table.slots.length).fill(-1);
	table.slotAt = new Int32Array(ranked.length);
	for (const [rank, node] of ranked.entries()) {
		table.rankOf[node.slot] = rank;
		table.slotAt[rank] = node.slot;
	}
	table.rankedAt = table.setVersion;
};
// domain/allocation/seek.ts
const nowhere = {
	slot: -1,
	score: 0
};
const setLeaf = (index, rank, score) => {
	const { best } = index;
	let at = index.offset + rank;
	if (best[at] === score) return;
	best[at] = score;
	for (at >>= 1; at >= 1; at >>= 1) {
		const left = best[2 * at] ?? 0;
		const right = best[2 * at + 1] ?? 0;
		const larger = left >= right ? left : right;
		if (best[at] === larger) return;
		best[at] = larger;
	}
};
const built = (table, kind, policy) => {
	let offset = 1;
	while (offset < table.count) offset *= 2;
	const look = lookFor(table, kind, policy);
	const best = new Int32Array(2 * offset);
	const room = kind.isGang ? new Int32Array(offset) : void 0;
	let roomTotal = 0;
	for (let rank = 0; rank < table.count; rank += 1) {
		const slot = table.slotAt[rank] ?? 0;
		best[offset + rank] = scoreOf(look, slot);
		if (room === void 0) continue;
		const here = roomOf(table, kind, slot);
		room[rank] = here;
		roomTotal += here;
	}
	for (let at = offset - 1; at >= 1; at -= 1) best[at] = Math.max(best[2 * at] ?? 0, best[2 * at + 1] ?? 0);
	const { setVersion, changed: readAt } = table;
	return {
		setVersion,
		offset,
		best,
		room,
		roomTotal,
		readAt
	};
};
const caughtUp = (look, index) => {
	const { table, kind } = look;
	const mask = table.changes.length - 1;
	for (let at = index.readAt; at < table.changed; at += 1) {
		const slot = table.changes[at & mask] ?? 0;
		const rank = table.rankOf[slot] ?? -1;
		if (rank < 0) continue;
		setLeaf(index, rank, scoreOf(look, slot));
		if (index.room === void 0) continue;
		const here = roomOf(table, kind, slot);
		index.roomTotal += here - (index.room[rank] ?? 0);
		index.room[rank] = here;
	}
	index.readAt = table.changed;
	return index;
};
const indexOf = (table, kind, policy) => {
	rankNodes(table);
	const patience = Math.min(table.changes.length, Math.max(32, table.count >> 3));
	const { index } = kind;
	const usedAt = kind.usedAt;
	kind.usedAt = table.changed;
	if (index !== void 0 && index.setVersion === table.setVersion && table.changed - index.readAt <= patience && (index.room !== void 0 || !kind.isGang)) return caughtUp(lookFor(table, kind, policy), index);
	kind.index = void 0;
	if (table.changed - usedAt > patience >> 2) return void 0;
	kind.index = built(table, kind, policy);
	return kind.index;
};
const bestNode = (table, kind, policy) => {
	if (kind.foundAt === table.version) return kind.found;
	const index = indexOf(table, kind, policy);
	kind.found = index === void 0 ? bestOfAll(table, kind, policy) : bestIn(table, index);
	kind.foundAt = table.version;
	return kind.found;
};
const bestIn = (table, { best, offset }) => {
	const score = best[1] ?? 0;
	if (score === 0) return nowhere;
	let at = 1;
	while (at < offset) at = best[2 * at] === score ? 2 * at : 2 * at + 1;
	return {
		slot: table.slotAt[at - offset] ?? -1,
		score
	};
};
const bestOfAll = (table, kind, policy) => {
	const look = lookFor(table, kind, policy);
	const { slotAt, count } = table;
	let slot = -1;
	for (let rank = 0; rank < count; rank += 1) {
		const here = slotAt[rank] ?? 0;
		const score = scoreOf(look, here);
		if (score <= look.had) continue;
		look.had = score;
		slot = here;
	}
	return slot < 0 ? nowhere : {
		slot,
		score: look.had
	};
};
const roomFor = (table, kind, limits) => {
	const { enough, policy } = limits;
	const index = indexOf(table, kind, policy);
	if (index?.room !== void 0) return Math.min(enough, index.roomTotal);
	let room = 0;
	for (let rank = 0; rank < table.count && room < enough; rank += 1) room += roomOf(table, kind, table.slotAt[rank] ?? 0);
	return Math.min(enough, room);
};
const forgetIndexes = (kinds) => {
	for (const kind of kinds) {
		kind.index = void 0;
		kind.foundAt = -1;
	}
};
// domain/allocation/gang.ts
const hasRoom = (snapshot, part, policy) => part.pods === 1 ? bestNode(snapshot.nodes, part.kind, policy).score > 0 : roomFor(snapshot.nodes, part.kind, {
	enough: part.pods,
	policy
}) >= part.pods;
const mayFit = (snapshot, shape, policy) => {
	const { version } = snapshot.nodes;
	if (shape.failedAt === version) return false;
	for (const part of shape.parts) {
		if (hasRoom(snapshot, part, policy)) continue;
		shape.failedAt = version;
		return false;
	}
	return true;
};
const seatPod = (trial, asked) => {
	const { nodes } = trial.journal.snapshot;
	const { slot, score } = bestNode(nodes, asked.kind, trial.policy);
	const node = nodes.slots[slot];
	if (node === void 0) return void 0;
	const isNow = fitsNow(score);
	const devices = pickDevices(nodes, asked.kind, {
		slot,
		isNow,
		policy: trial.policy
	});
	const seat = {
		node,
		kind: asked.kind,
		part: asked.part,
		pod: asked.pod,
		devices
	};
	seatTried(trial.journal, seat, {
		planes: isNow ? 3 : 2,
		sign: 1
	});
	return {
		seat,
		isNow
	};
};
const seatGang = (trial, shape) => {
	const { journal, policy } = trial;
	const { snapshot } = journal;
	if (!mayFit(snapshot, shape, policy)) return void 0;
	const mark = markOf$1(journal);
	const seats = [];
	const present = [];
	for (const [part, { kind, pods }] of shape.parts.entries()) for (let pod = 0; pod < pods; pod += 1) {
		const seated = seatPod(trial, {
			kind,
			part,
			pod
		});
		if (seated === void 0) {
			undoTo(journal, mark);
			shape.failedAt = snapshot.nodes.version;
			return;
		}
		seats.push(seated.seat);
		if (seated.isNow) present.push(seated.seat);
	}
	const isNow = present.length === seats.length;
	if (!isNow) for (const seat of present) seatTried(journal, seat, {
		planes: 1,
		sign: -1
	});
	return {
		seats,
		isNow
	};
};
// domain/allocation/share.ts
const divisionUnit = {
	gpuMilli: 1e3,
	cpuMilli: 1,
	memoryMib: 1
};
const isSafe = (product) => product <= Number.MAX_SAFE_INTEGER;
const compareProducts = (left, right) => {
	const ours = left[0] * left[1];
	const theirs = right[0] * right[1];
	if (isSafe(ours) && isSafe(theirs)) return Math.sign(ours - theirs);
	const exactly = BigInt(left[0]) * BigInt(left[1]) - BigInt(right[0]) * BigInt(right[1]);
	return exactly < 0n ? -1 : exactly > 0n ? 1 : 0;
};
const flooredShare = (amount, ratio, unit) => {
	const step = ratio.whole * unit;
	const product = amount * ratio.part;
	if (isSafe(product)) {
		const remainder = product % step;
		return {
			share: (product - remainder) / step * unit,
			remainder
		};
	}
	const exactly = BigInt(amount) * BigInt(ratio.part);
	const remainder = exactly % BigInt(step);
	return {
		share: Number((exactly - remainder) / BigInt(step)) * unit,
		remainder: Number(remainder)
	};
};
const requestable = (claim) => claim.limit < 0 ? claim.request : Math.min(claim.limit, claim.request);
const effectiveWeight = (claim, weights, factorMilli) => factorMilli === 0 ? claim.weight : Math.max(0, claim.weight * (1e3 + factorMilli) * 1e3 - factorMilli * claim.usageMilli * weights);
const divideRound = (wanting, amount, rules) => {
	let weights = 0;
	for (const claim of wanting) weights += claim.weight;
	let whole = 0;
	for (const claim of wanting) whole += effectiveWeight(claim, weights, rules.usageFactorMilli);
	if (whole === 0) return {
		left: amount,
		isAgain: false
	};
	let left = amount;
	let isAgain = false;
	for (const claim of wanting) {
		const part = effectiveWeight(claim, weights, rules.usageFactorMilli);
		const wanted = requestable(claim) - claim.share;
		const surplus = compareProducts([amount, part], [wanted, whole]);
		if (surplus >= 0) {
			claim.share += wanted;
			claim.remainder = -1;
			left -= wanted;
			isAgain ||= surplus > 0;
			continue;
		}
		const floored = flooredShare(amount, {
			part,
			whole
		}, rules.unit);
		claim.share += floored.share;
		claim.remainder = floored.remainder;
		left -= floored.share;
	}
	return {
		left,
		isAgain: isAgain && left > 0
	};
};
const isWanting = (claim) => claim.weight > 0 && requestable(claim) > claim.share;
const divideBucket = (bucket, amount, rules) => {
	let left = amount;
	for (let rounds = 0; rounds <= bucket.length && left > 0; rounds += 1) {
		const wanting = bucket.filter(isWanting);
		if (wanting.length === 0) return left;
		const round = divideRound(wanting, left, rules);
		left = round.left;
		if (!round.isAgain) return left;
	}
	return left;
};
const largerRemainderFirst = (a, b) => b.remainder - a.remainder || a.openedAt - b.openedAt || compareIds(a.id, b.id);
const bucketsOf = (claims) => {
	const first = claims[0]?.priority;
	if (claims.every((claim) => claim.priority === first)) return [claims];
	return [...new Set(claims.map((claim) => claim.priority))].toSorted((a, b) => b - a).map((priority) => claims.filter((claim) => claim.priority === priority));
};
const divide = (claims, total, rules) => {
	let left = total;
	for (const claim of claims) {
		claim.share = Math.min(claim.quota < 0 ? total : claim.quota, requestable(claim));
		claim.remainder = -1;
		left -= claim.share;
	}
	if (left <= 0) return;
	const buckets = bucketsOf(claims);
	for (const bucket of buckets) left = divideBucket(bucket, left, rules);
	for (const bucket of buckets) {
		if (left <= 0) return;
		const owed = bucket.filter((claim) => claim.remainder >= 0);
		for (const claim of owed.toSorted(largerRemainderFirst)) {
			const unit = Math.min(rules.unit, left);
			claim.share += unit;
			left -= unit;
		}
	}
};
const claimOf = (queue, resource) => ({
	id: queue.id,
	openedAt: queue.openedAt,
	priority: queue.entitlements.priority,
	quota: queue.entitlements[resource].quota,
	limit: queue.entitlements[resource].limit,
	weight: queue.entitlements[resource].weight,
	usageMilli: queue.usageMilli?.[resource] ?? 0,
	request: queue.requested[resource],
	share: 0,
	before: 0,
	remainder: -1
});
// domain/allocation/snapshot.ts
const unbounded = Number.MAX_SAFE_INTEGER;
const resources = [
	"gpuMilli",
	"cpuMilli",
	"memoryMib"
];
const emptyTable = () => ({
	byId: new Map(),
	slots: [],
	freeSlots: [],
	profiles: new Map(),
	profileNodes: [],
	profile: new Int32Array(0),
	usable: new Uint8Array(0),
	deviceStart: new Int32Array(0),
	deviceCount: new Int32Array(0),
	deviceOk: new Int32Array(0),
	cpuCap: new Float64Array(0),
	cpuNow: new Float64Array(0),
	cpuFuture: new Float64Array(0),
	memoryCap: new Float64Array(0),
	memoryNow: new Float64Array(0),
	memoryFuture: new Float64Array(0),
	podsCap: new Int32Array(0),
	podsNow: new Int32Array(0),
	podsFuture: new Int32Array(0),
	wholeNow: new Int32Array(0),
	wholeFuture: new Int32Array(0),
	gpuFuture: new Int32Array(0),
	usedNow: new Int32Array(0),
	usedFuture: new Int32Array(0),
	broken: new Uint8Array(0),
	devices: 0,
	rankOf: new Int32Array(0),
	slotAt: new Int32Array(0),
	count: 0,
	rankedAt: -1,
	setVersion: 0,
	offerVersion: 0,
	version: 0,
	versionsGiven: 0,
	changes: new Int32Array(1024),
	changed: 0
});
const createSnapshot = (nodePoolId, workloads = new Map()) => ({
	nodePoolId,
	nodes: emptyTable(),
	queues: new Map(),
	workloads,
	nominated: new Set(),
	kinds: new Map(),
	shapes: new Map(),
	usualShapes: new Map(),
	total: {
		gpuMilli: 0,
		cpuMilli: 0,
		memoryMib: 0
	},
	allocated: {
		gpuMilli: 0,
		cpuMilli: 0,
		memoryMib: 0
	},
	roots: [],
	siblingsOnTop: void 0,
	leaves: [],
	isLinked: false,
	isShared: false,
	figuresVersion: 0,
	figuresGiven: 0,
	waiting: 0,
	plans: 0,
	rules: void 0
});
// domain/allocation/order.ts
const olderFirst = (a, b) => a.age - b.age || compareIds(a.id, b.id);
const compareWorkloads = (a, b) => b.priority - a.priority || olderFirst(a, b);
const shareFraction = (queue, resource, held) => {
	const most = queue.allocatable[resource];
	if (most === unbounded) return [held.amount, Math.max(1, held.total[resource])];
	if (most === 0) return [held.amount * 1e3, resource === "gpuMilli" ? 1e3 : 1];
	return [held.amount, most];
};
const compareFractions = (a, b) => compareProducts([a[0], b[1]], [b[0], a[1]]);
const dominantShare = (queue, added, total) => {
	let largest = [0, 1];
	for (const resource of resources) {
		const amount = queue.allocated[resource] + added[resource];
		if (amount <= 0) continue;
		const here = shareFraction(queue, resource, {
			amount,
			total
		});
		if (compareFractions(here, largest) > 0) largest = here;
	}
	return largest;
};
const isOverUtilised = (queue) => queue.claims.gpuMilli.share < queue.allocated.gpuMilli && queue.claims.cpuMilli.share < queue.allocated.cpuMilli && queue.claims.memoryMib.share < queue.allocated.memoryMib;
const isInQuota = (queue, added) => resources.every((resource) => {
	const { quota } = queue.claims[resource];
	return quota < 0 || queue.allocated[resource] + added[resource] <= quota;
});
const touchesNothing = (queue, added) => resources.some((resource) => queue.allocatable[resource] === 0 && queue.allocated[resource] + added[resource] > 0);
const no = {
	gpuMilli: 0,
	cpuMilli: 0,
	memoryMib: 0
};
const compareQueues = (a, b, total) => Number(isOverUtilised(a.queue)) - Number(isOverUtilised(b.queue)) || Number(isInQuota(b.queue, b.asked)) - Number(isInQuota(a.queue, a.asked)) || b.queue.entitlements.priority - a.queue.entitlements.priority || Number(touchesNothing(a.queue, a.asked)) - Number(touchesNothing(b.queue, b.asked)) || compareFractions(dominantShare(a.queue, a.asked, total), dominantShare(b.queue, b.asked, total)) || compareFractions(dominantShare(a.queue, no, total), dominantShare(b.queue, no, total)) || compareAllocatable(a.queue, b.queue) || a.queue.openedAt - b.queue.openedAt || compareIds(a.queue.id, b.queue.id);
const compareAllocatable = (a, b) => a.allocatable.gpuMilli - b.allocatable.gpuMilli || a.allocatable.cpuMilli - b.allocatable.cpuMilli || a.allocatable.memoryMib - b.allocatable.memoryMib;
const headOf = (one) => one.entries[one.cursor];
const bestBelow = (siblings, total) => {
	let best;
	for (const queue of siblings) {
		const below = queue.isServed ? void 0 : bestBelow(queue.children, total);
		const leaf = queue.isServed ? queue : below?.leaf;
		const next = leaf?.next;
		if (leaf === void 0 || next === void 0) continue;
		const contender = {
			queue,
			asked: next.shape.amounts
		};
		if (best === void 0 || compareQueues(contender, best.contender, total) < 0) best = {
			contender,
			leaf
		};
	}
	return best;
};
const nextLeaf = (roots, total) => bestBelow(roots, total)?.leaf;
// domain/allocation/bounds.ts
const overLimit = (queue, amounts) => {
	for (let at = queue; at !== void 0; at = at.parent) {
		const { gpuMilli, cpuMilli, memoryMib } = at.claims;
		if (isOver(gpuMilli.limit, at.allocated.gpuMilli, amounts.gpuMilli)) return {
			queue: at,
			resource: "gpuMilli"
		};
		if (isOver(cpuMilli.limit, at.allocated.cpuMilli, amounts.cpuMilli)) return {
			queue: at,
			resource: "cpuMilli"
		};
		if (isOver(memoryMib.limit, at.allocated.memoryMib, amounts.memoryMib)) return {
			queue: at,
			resource: "memoryMib"
		};
	}
};
const overQuota = (queue, amounts) => {
	for (let at = queue; at !== void 0; at = at.parent) {
		const { gpuMilli, cpuMilli, memoryMib } = at.claims;
		if (isOver(gpuMilli.quota, at.nonPreemptible.gpuMilli, amounts.gpuMilli)) return {
			queue: at,
			resource: "gpuMilli"
		};
		if (isOver(cpuMilli.quota, at.nonPreemptible.cpuMilli, amounts.cpuMilli)) return {
			queue: at,
			resource: "cpuMilli"
		};
		if (isOver(memoryMib.quota, at.nonPreemptible.memoryMib, amounts.memoryMib)) return {
			queue: at,
			resource: "memoryMib"
		};
	}
};
const isOver = (bound, allocated, asked) => bound >= 0 && asked > 0 && allocated + asked > bound;
// domain/allocation/allocate.ts
const isSeatedNow = (draft, workload) => {
	const mark = markOf$1(draft.journal);
	for (const seat of workload.seats) {
		if (!isFreeNow(draft.snapshot.nodes, seat)) {
			undoTo(draft.journal, mark);
			return false;
		}
		seatTried(draft.journal, seat, {
			planes: 1,
			sign: 1
		});
	}
	return true;
};
const placeNominated = (draft) => {
	for (const workload of [...draft.snapshot.nominated].toSorted(olderFirst)) if (isSeatedNow(draft, workload)) settle(draft, workload, {
		seats: workload.seats,
		isNow: true
	});
};
const isAllowed = (one) => overLimit(one.queue, one.shape.amounts) === void 0 && (one.isPreemptible || overQuota(one.queue, one.shape.amounts) === void 0);
const nextClass = (leaf) => {
	let best;
	let bestHead;
	for (const one of leaf.waiting) {
		if (one.phase === "done") continue;
		const head = headOf(one);
		if (head === void 0) continue;
		if (bestHead !== void 0 && compareWorkloads(head, bestHead) > 0) continue;
		best = one;
		bestHead = head;
	}
	return best;
};
const openClasses$1 = (draft) => {
	const { snapshot, policy } = draft;
	const open = [];
	for (const leaf of snapshot.leaves) for (const one of leaf.waiting) {
		one.cursor = one.head;
		advance(draft, one);
		const isOpen = mayFit(snapshot, one.shape, policy) && isAllowed(one);
		one.phase = isOpen ? "open" : "blocked";
		if (isOpen) open.push(one);
	}
	return open;
};
const tryNext = (draft, one) => {
	const workload = headOf(one);
	if (workload === void 0 || one.phase === "blocked" || !isAllowed(one)) return false;
	const seating = seatGang(draft, one.shape);
	if (seating === void 0) return false;
	serve(draft, one, {
		workload,
		seating
	});
	return true;
};
const allocate = (draft) => {
	const { snapshot } = draft;
	const classes = openClasses$1(draft);
	const [only] = classes;
	if (only === void 0) return;
	if (classes.length === 1) {
		while (tryNext(draft, only)) if (headOf(only) === void 0) break;
		only.phase = "done";
		return;
	}
	let open = classes.length;
	for (const leaf of snapshot.leaves) leaf.next = nextClass(leaf);
	while (open > 0) {
		const leaf = nextLeaf(snapshot.roots, snapshot.total);
		const one = leaf?.next;
		if (leaf === void 0 || one === void 0) break;
		if (!tryNext(draft, one) || headOf(one) === void 0) {
			if (one.phase === "open") open -= 1;
			one.phase = "done";
		}
		leaf.next = nextClass(leaf);
	}
	for (const leaf of snapshot.leaves) leaf.next = void 0;
};
// domain/allocation/field.ts
const isCandidate = ({ draft, one, law }, victim) => victim.decidedIn !== draft.number && (law.action === "reclaim" || victim.priority < one.priority);
const candidatesOf = (hunt, grounds) => {
	const victims = [];
	for (const leaf of grounds) for (const victim of leaf.evictable) if (isCandidate(hunt, victim)) victims.push(victim);
	return victims;
};
const freedBy = (table, victims) => {
	const freed = Float64Array.from(table.gpuFuture.subarray(0, table.slots.length));
	for (const victim of victims) for (const { node, devices, kind } of victim.seats) if (node.slot >= 0) freed[node.slot] = (freed[node.slot] ?? 0) + devices.length * kind.gpuMilli;
	return freed;
};
const needOf = (kind) => kind.gpuDevices * kind.gpuMilli;
const hasCardsFor = (table, part, freed) => {
	const need = needOf(part.kind);
	if (need === 0) return true;
	let pods = 0;
	for (let slot = 0; slot < freed.length && pods < part.pods; slot += 1) if (table.usable[slot] === 1) pods += Math.floor((freed[slot] ?? 0) / need);
	return pods >= part.pods;
};
const fieldOf = ({ draft, one }, victims) => {
	const { nodes } = draft.snapshot;
	const freed = freedBy(nodes, victims);
	let least = unbounded;
	for (const part of one.shape.parts) {
		if (!hasCardsFor(nodes, part, freed)) return void 0;
		least = Math.min(least, needOf(part.kind));
	}
	const bySlot = Array.from({ length: freed.length });
	for (const victim of victims) for (const seat of victim.seats) {
		const { slot } = seat.node;
		if (slot < 0 || (freed[slot] ?? 0) < least) continue;
		const there = bySlot[slot];
		if (there === void 0) bySlot[slot] = [{
			victim,
			seat
		}];
		else there.push({
			victim,
			seat
		});
	}
	return {
		bySlot,
		victims
	};
};
const couldHold = (table, kind, place) => {
	const { slot, occupants } = place;
	if (table.usable[slot] !== 1) return false;
	let gpuMilli = table.gpuFuture[slot] ?? 0;
	let cpuMilli = table.cpuFuture[slot] ?? 0;
	let memoryBytes = table.memoryFuture[slot] ?? 0;
	for (const { seat } of occupants) {
		gpuMilli += seat.devices.length * seat.kind.gpuMilli;
		cpuMilli += seat.kind.cpuMilli;
		memoryBytes += seat.kind.memoryBytes;
	}
	return gpuMilli >= kind.gpuDevices * kind.gpuMilli && cpuMilli >= kind.cpuMilli && memoryBytes >= kind.memoryBytes;
};
// domain/allocation/tree.ts
const none = () => ({
	gpuMilli: 0,
	cpuMilli: 0,
	memoryMib: 0
});
const nothing = {
	quota: 0,
	limit: -1,
	weight: 0
};
const unopened = {
	gpuMilli: nothing,
	cpuMilli: nothing,
	memoryMib: nothing,
	priority: 0
};
const queueOf = (snapshot, id) => {
	const known = snapshot.queues.get(id);
	if (known !== void 0) return known;
	const requested = none();
	const asClaimed = {
		id,
		parentId: "",
		openedAt: 0,
		entitlements: unopened,
		requested
	};
	const fresh = {
		...asClaimed,
		isOpen: false,
		parent: void 0,
		children: [],
		siblingsBelow: void 0,
		isServed: false,
		depth: 0,
		allocated: none(),
		nonPreemptible: none(),
		claims: claimsOf(asClaimed),
		allocatable: none(),
		classes: new Map(),
		classOfShape: new Map(),
		waiting: [],
		evictable: [],
		evictableGpuMilli: 0,
		evictableAt: new Map(),
		next: void 0
	};
	snapshot.queues.set(id, fresh);
	return fresh;
};
const claimsOf = (queue) => ({
	gpuMilli: claimOf(queue, "gpuMilli"),
	cpuMilli: claimOf(queue, "cpuMilli"),
	memoryMib: claimOf(queue, "memoryMib")
});
const renewClaims = (snapshot, queue) => {
	queue.claims = claimsOf(queue);
	snapshot.isShared = false;
	snapshot.siblingsOnTop = void 0;
	if (queue.parent !== void 0) queue.parent.siblingsBelow = void 0;
	noteFigures(snapshot);
};
const openQueue = (snapshot, opening) => {
	const queue = queueOf(snapshot, opening.id);
	unhook(queue);
	queue.isOpen = true;
	queue.parentId = opening.parentId;
	queue.openedAt = opening.openedAt;
	queue.entitlements = opening.entitlements;
	snapshot.isLinked = false;
	renewClaims(snapshot, queue);
};
const entitleQueue = (snapshot, id, entitlements) => {
	const queue = queueOf(snapshot, id);
	queue.entitlements = entitlements;
	renewClaims(snapshot, queue);
};
const closeQueue = (snapshot, id) => {
	const queue = queueOf(snapshot, id);
	queue.isOpen = false;
	snapshot.isLinked = false;
	noteFigures(snapshot);
};
const unhook = (queue) => {
	for (let above = queue.parent; above !== void 0; above = above.parent) {
		addTo(above.allocated, queue.allocated, -1);
		addTo(above.nonPreemptible, queue.nonPreemptible, -1);
		addTo(above.requested, queue.requested, -1);
	}
	queue.parent = void 0;
};
const hook = (queue, parent) => {
	queue.parent = parent;
	for (let above = parent; above !== void 0; above = above.parent) {
		addTo(above.allocated, queue.allocated, 1);
		addTo(above.nonPreemptible, queue.nonPreemptible, 1);
		addTo(above.requested, queue.requested, 1);
	}
};
const isUnder = (queue, ancestor) => {
	for (let at = queue; at !== void 0; at = at.parent) if (at === ancestor) return true;
	return false;
};
const linkQueues = (snapshot) => {
	if (snapshot.isLinked) return;
	const all = [...snapshot.queues.values()].toSorted((a, b) => compareIds(a.id, b.id));
	for (const queue of all) {
		if (!queue.isOpen) unhook(queue);
		if (queue.parent !== void 0 || queue.parentId === "" || !queue.isOpen) continue;
		const parent = snapshot.queues.get(queue.parentId);
		if (parent !== void 0 && !isUnder(parent, queue)) hook(queue, parent);
	}
	for (const queue of all) queue.children = all.filter((child) => child.isOpen && child.parent === queue);
	const roots = all.filter((queue) => queue.isOpen && queue.parentId === "");
	for (const queue of all) {
		queue.isServed = false;
		queue.siblingsBelow = void 0;
	}
	snapshot.siblingsOnTop = void 0;
	const leaves = [];
	const visit = (queue, depth) => {
		queue.depth = depth;
		queue.isServed = queue.children.length === 0;
		if (queue.isServed) leaves.push(queue);
		for (const child of queue.children) visit(child, depth + 1);
	};
	for (const root of roots) visit(root, 0);
	snapshot.roots = roots;
	snapshot.leaves = leaves;
	snapshot.isLinked = true;
	snapshot.isShared = false;
	noteFigures(snapshot);
};
// domain/allocation/laws.ts
const partingOf = (our, their) => {
	let ours = our;
	let theirs = their;
	while (ours.depth > theirs.depth && ours.parent !== void 0) ours = ours.parent;
	while (theirs.depth > ours.depth && theirs.parent !== void 0) theirs = theirs.parent;
	while (ours.parent !== void 0 && theirs.parent !== void 0 && ours.parent !== theirs.parent) {
		ours = ours.parent;
		theirs = theirs.parent;
	}
	return {
		ours,
		theirs
	};
};
const isAboveShare = (queue) => queue.allocated.gpuMilli > queue.allocatable.gpuMilli || queue.allocated.cpuMilli > queue.allocatable.cpuMilli || queue.allocated.memoryMib > queue.allocatable.memoryMib;
const isWithinQuota = (queue, asked) => resources.every((resource) => {
	const { quota } = queue.claims[resource];
	return quota < 0 || queue.allocated[resource] + asked[resource] <= quota;
});
const isAboveQuota = (queue) => resources.some((resource) => {
	const { quota } = queue.claims[resource];
	return quota >= 0 && queue.allocated[resource] > quota;
});
const mayReclaimFrom = ({ ours, theirs }, asked) => isAboveShare(theirs) || isAboveQuota(theirs) && isWithinQuota(ours, asked);
const isSaturated = (draft, { ours, theirs }, change) => resources.some((resource) => {
	if (change.asked[resource] <= 0 && change.lost[resource] <= 0) return false;
	if (ours.allocatable[resource] === unbounded) return false;
	const held = ours.allocated[resource] + change.asked[resource];
	const share = ours.claims[resource].share;
	const theirShare = theirs.claims[resource].share;
	if (held <= share || theirShare <= 0) return false;
	if (theirs.allocatable[resource] === unbounded) return true;
	const theirHeld = theirs.allocated[resource] - change.lost[resource];
	return compareProducts([held * theirShare, draft.policy.saturationMilli], [theirHeld * share, 1e3]) >= 0;
});
const aboveShare = ({ queue, shape }) => {
	for (const resource of resources) {
		const figure = queue.allocated[resource] + shape.amounts[resource];
		const bound = queue.claims[resource].share;
		if (figure > bound) return {
			obstacle: "AboveFairShare",
			figure,
			bound
		};
	}
};
const aboveQuota = (one) => {
	const excess = one.isPreemptible ? void 0 : overQuota(one.queue, one.shape.amounts);
	if (excess === void 0) return void 0;
	const { queue, resource } = excess;
	return {
		obstacle: "AboveQuota",
		figure: queue.nonPreemptible[resource] + one.shape.amounts[resource],
		bound: queue.claims[resource].quota
	};
};
const reclaimLaw = {
	action: "reclaim",
	refuses: (one) => aboveShare(one) ?? aboveQuota(one),
	grounds: (snapshot, one) => snapshot.leaves.filter((leaf) => leaf !== one.queue && leaf.evictable.length > 0 && mayReclaimFrom(partingOf(one.queue, leaf), one.shape.amounts)),
	mayTake: (draft, one, victim) => {
		const { queue } = victim;
		if (queue === void 0) return false;
		const parting = partingOf(one.queue, queue);
		const asked = one.shape.amounts;
		return mayReclaimFrom(parting, asked) && !isSaturated(draft, parting, {
			asked,
			lost: victim.shape.amounts
		});
	}
};
const hasLower = (queue, priority) => {
	for (const there of queue.evictableAt.keys()) if (there < priority) return true;
	return false;
};
const preemptLaw = {
	action: "preempt",
	refuses: aboveQuota,
	grounds: (_snapshot, one) => hasLower(one.queue, one.priority) ? [one.queue] : [],
	mayTake: (_draft, one, victim) => victim.queue === one.queue && victim.priority < one.priority
};
const groundsUnder = (grounds, above) => above === void 0 ? grounds : grounds.filter((leaf) => isUnder(leaf, above));
// domain/allocation/options.ts
const cheaperFirst = (a, b) => a.priority - b.priority || a.shape.amounts.gpuMilli - b.shape.amounts.gpuMilli || b.age - a.age || compareIds(b.id, a.id);
const compareOptions = (a, b) => a.victims.length - b.victims.length || a.priority - b.priority || a.lossMilli - b.lossMilli || b.oldest - a.oldest || a.rank - b.rank;
const moveVictim = ({ draft }, victim, by) => {
	for (const seat of by.seats) seatTried(draft.journal, seat, {
		planes: 2,
		sign: by.sign
	});
	if (victim.queue === void 0) return;
	chargeTried(draft.journal, victim.queue, {
		amounts: victim.shape.amounts,
		isPreemptible: true,
		sign: by.sign
	});
};
const localsOf = (occupants) => {
	const byVictim = new Map();
	for (const { victim, seat } of occupants) {
		const seats = byVictim.get(victim);
		if (seats === void 0) byVictim.set(victim, [seat]);
		else seats.push(seat);
	}
	return [...byVictim].map(([victim, seats]) => ({
		victim,
		seats,
		gpuMilli: seats.reduce((sum, seat) => sum + seat.devices.length * seat.kind.gpuMilli, 0)
	}));
};
const hasMore = ({ hunt, part, slot, before }) => {
	const { snapshot, policy } = hunt.draft;
	const { nodes: table } = snapshot;
	return part.pods === 1 ? scoreOf(lookFor(table, part.kind, policy), slot) > 0 : roomOf(table, part.kind, slot) > before;
};
const suffices = (site, chosen) => {
	const { hunt } = site;
	const mark = markOf$1(hunt.draft.journal);
	let isLawful = true;
	for (const { victim, seats } of chosen) {
		isLawful = hunt.law.mayTake(hunt.draft, hunt.one, victim);
		if (!isLawful) break;
		moveVictim(hunt, victim, {
			seats,
			sign: -1
		});
	}
	const answer = isLawful && hasMore(site);
	undoTo(hunt.draft.journal, mark);
	return answer;
};
const gathered = (site, locals) => {
	const { hunt } = site;
	const mark = markOf$1(hunt.draft.journal);
	const chosen = [];
	const largestFirst = locals.toSorted((a, b) => b.gpuMilli - a.gpuMilli || cheaperFirst(a.victim, b.victim));
	let isEnough = false;
	for (const local of largestFirst) {
		if (!hunt.law.mayTake(hunt.draft, hunt.one, local.victim)) continue;
		moveVictim(hunt, local.victim, {
			seats: local.seats,
			sign: -1
		});
		chosen.push(local);
		isEnough = hasMore(site);
		if (isEnough) break;
	}
	undoTo(hunt.draft.journal, mark);
	return isEnough ? chosen : void 0;
};
const improved = (site, found, locals) => {
	let chosen = found;
	for (const local of found.toSorted((a, b) => cheaperFirst(b.victim, a.victim))) {
		const rest = chosen.filter((other) => other !== local);
		if (rest.length > 0 && suffices(site, rest)) chosen = rest;
	}
	for (const local of chosen) {
		const rest = chosen.filter((other) => other !== local);
		const cheaper = locals.find((other) => !chosen.includes(other) && cheaperFirst(other.victim, local.victim) < 0 && suffices(site, [...rest, other]));
		if (cheaper !== void 0) chosen = [...rest, cheaper];
	}
	return chosen;
};
const optionOf = (site, chosen) => ({
	slot: site.slot,
	rank: site.rank,
	victims: chosen.map((local) => local.victim),
	priority: Math.max(...chosen.map((local) => local.victim.priority)),
	lossMilli: chosen.reduce((sum, local) => sum + local.victim.shape.amounts.gpuMilli, 0),
	oldest: Math.min(...chosen.map((local) => local.victim.age))
});
const single = (site, cheapestFirst) => {
	const { hunt, part, slot } = site;
	const { nodes } = hunt.draft.snapshot;
	const lackMilli = part.kind.gpuDevices * part.kind.gpuMilli - (nodes.gpuFuture[slot] ?? 0);
	return cheapestFirst.find((local) => (part.pods > 1 || local.gpuMilli >= lackMilli) && suffices(site, [local]));
};
const optionAt = (hunt, where) => {
	const { nodes } = hunt.draft.snapshot;
	const { part, slot, field } = where;
	const there = field.bySlot[slot];
	if (there === void 0) return void 0;
	const occupants = there.filter(({ victim }) => victim.decidedIn !== hunt.draft.number);
	if (occupants.length === 0 || refusalAt(nodes, part.kind, slot) !== "none") return void 0;
	if (!couldHold(nodes, part.kind, {
		slot,
		occupants
	})) return void 0;
	const locals = localsOf(occupants).toSorted((a, b) => cheaperFirst(a.victim, b.victim));
	const site = {
		hunt,
		part,
		slot,
		rank: nodes.rankOf[slot] ?? 0,
		before: roomOf(nodes, part.kind, slot)
	};
	const alone = single(site, locals);
	if (alone !== void 0) return optionOf(site, [alone]);
	const found = gathered(site, locals);
	return found === void 0 ? void 0 : optionOf(site, improved(site, found, locals));
};
// domain/allocation/quarry.ts
const isExact = ({ parts }) => {
	const [only] = parts;
	if (only === void 0 || parts.length > 1) return false;
	return only.pods === 1 || only.kind.gpuMilli === 1e3 || only.kind.gpuDevices === 0;
};
const fits = ({ draft, one }) => {
	if (!mayFit(draft.snapshot, one.shape, draft.policy)) return false;
	if (isExact(one.shape)) return true;
	const mark = markOf$1(draft.journal);
	const isSeated = seatGang(draft, one.shape) !== void 0;
	undoTo(draft.journal, mark);
	return isSeated;
};
const isServed = (hunt) => overLimit(hunt.one.queue, hunt.one.shape.amounts) === void 0 && fits(hunt);
const isLawfulNow = ({ draft, one, law }, victim) => victim.decidedIn !== draft.number && law.mayTake(draft, one, victim);
// domain/allocation/lone.ts
const couldServe = ({ draft, one }, victim) => {
	const { nodes } = draft.snapshot;
	const kind = one.shape.parts[0]?.kind;
	if (kind === void 0 || victim.seats.length > 1) return true;
	const seat = victim.seats[0];
	if (seat === void 0) return false;
	return seat.devices.length * seat.kind.gpuMilli + (nodes.gpuFuture[seat.node.slot] ?? 0) >= kind.gpuDevices * kind.gpuMilli;
};
const cheapestAt = (victims) => {
	let cheapest = 0;
	for (let at = 1; at < victims.length; at += 1) {
		const [best, here] = [victims[cheapest], victims[at]];
		if (best !== void 0 && here !== void 0 && cheaperFirst(here, best) < 0) cheapest = at;
	}
	return cheapest;
};
const sufficesAlone = (hunt, victim) => {
	if (!isLawfulNow(hunt, victim)) return false;
	const mark = markOf$1(hunt.draft.journal);
	moveVictim(hunt, victim, {
		seats: victim.seats,
		sign: -1
	});
	const isEnough = isServed(hunt);
	undoTo(hunt.draft.journal, mark);
	return isEnough;
};
const lonersMax = 32;
const loneVictim = (hunt, candidates) => {
	if (hunt.one.shape.pods !== 1 || fits(hunt)) return void 0;
	const able = candidates.filter((victim) => couldServe(hunt, victim));
	const dearer = able.length - 1;
	for (let tries = 0; tries < lonersMax && able.length > 0; tries += 1) {
		const cheapest = cheapestAt(able);
		const victim = able[cheapest];
		const last = able.pop();
		if (victim === void 0 || last === void 0) break;
		if (sufficesAlone(hunt, victim)) return {
			victims: [victim],
			dearer
		};
		if (cheapest < able.length) able[cheapest] = last;
	}
};
// domain/allocation/relief.ts
const relieverOf = (hunt, field, excess) => {
	const { queue, resource } = excess;
	const over = queue.allocated[resource] + hunt.one.shape.amounts[resource] - queue.claims[resource].limit;
	let best;
	const isBetter = (a, b) => {
		const [ours, theirs] = [a.shape.amounts[resource], b.shape.amounts[resource]];
		if (ours >= over !== theirs >= over) return ours >= over;
		return ((ours >= over ? ours - theirs : theirs - ours) || b.age - a.age || compareIds(b.id, a.id)) < 0;
	};
	for (const victim of field.victims) {
		if (victim.shape.amounts[resource] <= 0 || !isLawfulNow(hunt, victim)) continue;
		if (best === void 0 || isBetter(victim, best)) best = victim;
	}
	return best;
};
// domain/allocation/hunt.ts
const lackingPart = ({ draft, one }) => {
	const { snapshot, policy } = draft;
	return one.shape.parts.find(({ kind, pods }) => roomFor(snapshot.nodes, kind, {
		enough: pods,
		policy
	}) < pods) ?? one.shape.parts.reduce((most, part) => most === void 0 || part.kind.gpuDevices > most.kind.gpuDevices ? part : most, void 0);
};
const optionsFor = (hunt, part, field) => {
	const { snapshot, policy } = hunt.draft;
	const found = [];
	let weighed = 0;
	for (let rank = 0; rank < snapshot.nodes.count; rank += 1) {
		const slot = snapshot.nodes.slotAt[rank] ?? 0;
		if (field.bySlot[slot] === void 0) continue;
		if (weighed >= policy.victimsMax && found.length >= part.pods) break;
		const option = optionAt(hunt, {
			part,
			slot,
			field
		});
		if (option === void 0) continue;
		weighed += option.victims.length;
		found.push(option);
	}
	return found.toSorted(compareOptions);
};
const take = (hunt, victim, taken) => {
	moveVictim(hunt, victim, {
		seats: victim.seats,
		sign: -1
	});
	victim.decidedIn = hunt.draft.number;
	taken.push(victim);
};
const takeAll = (hunt, option, taken) => {
	for (const victim of option.victims) {
		if (!isLawfulNow(hunt, victim)) return false;
		take(hunt, victim, taken);
	}
	return true;
};
const openNodes = (hunt, field, taken) => {
	const { policy } = hunt.draft;
	let dearer = 0;
	while (!fits(hunt)) {
		const part = lackingPart(hunt);
		if (part === void 0) return void 0;
		const options = optionsFor(hunt, part, field);
		if (options.length === 0) return void 0;
		dearer ||= options.length - 1;
		let isAny = false;
		for (const stale of options) {
			const option = isAny ? optionAt(hunt, {
				part,
				slot: stale.slot,
				field
			}) : stale;
			if (option === void 0 || !takeAll(hunt, option, taken)) continue;
			isAny = true;
			if (taken.length > policy.victimsMax) return void 0;
			if (fits(hunt)) return { dearer };
			if (lackingPart(hunt) !== part) break;
		}
		if (!isAny) return void 0;
	}
	return { dearer };
};
const relieveLimits = (hunt, field, taken) => {
	const { queue, shape } = hunt.one;
	for (;;) {
		const excess = overLimit(queue, shape.amounts);
		if (excess === void 0) return true;
		const victim = relieverOf(hunt, field, excess);
		if (victim === void 0 || taken.length > hunt.draft.policy.victimsMax) return false;
		take(hunt, victim, taken);
	}
};
const dearestFirst = (a, b) => b.priority - a.priority || b.shape.amounts.gpuMilli - a.shape.amounts.gpuMilli || a.age - b.age || compareIds(a.id, b.id);
const spare = (hunt, taken) => {
	let needed = taken;
	for (let isAgain = true; isAgain;) {
		isAgain = false;
		for (const victim of needed.toSorted(dearestFirst)) {
			moveVictim(hunt, victim, {
				seats: victim.seats,
				sign: 1
			});
			if (isServed(hunt)) {
				needed = needed.filter((other) => other !== victim);
				isAgain = true;
			} else moveVictim(hunt, victim, {
				seats: victim.seats,
				sign: -1
			});
		}
	}
	return needed;
};
const isLawful = (hunt, victims) => {
	const { draft, one, law } = hunt;
	const mark = markOf$1(draft.journal);
	const isFine = victims.every((victim) => {
		const mayGo = law.mayTake(draft, one, victim);
		if (mayGo) moveVictim(hunt, victim, {
			seats: victim.seats,
			sign: -1
		});
		return mayGo;
	});
	undoTo(draft.journal, mark);
	return isFine;
};
const huntFor = (hunt, grounds) => {
	const { draft, one } = hunt;
	const excess = overLimit(one.queue, one.shape.amounts);
	const candidates = candidatesOf(hunt, groundsUnder(grounds, excess?.queue));
	const lone = loneVictim(hunt, candidates);
	if (lone !== void 0) return lone;
	const field = fieldOf(hunt, candidates);
	if (field === void 0) return void 0;
	const mark = markOf$1(draft.journal);
	const taken = [];
	const opened = openNodes(hunt, field, taken);
	const isFound = opened !== void 0 && relieveLimits(hunt, field, taken) && isServed(hunt);
	const victims = isFound ? spare(hunt, taken) : [];
	for (const victim of taken) victim.decidedIn = -1;
	undoTo(draft.journal, mark);
	if (opened === void 0 || !isFound || !isLawful(hunt, victims)) return void 0;
	return {
		victims,
		dearer: opened.dearer
	};
};
// domain/allocation/share-out.ts
const allocatableOf = ({ quota, limit, share }) => {
	const most = limit < 0 ? unbounded : limit;
	return quota < 0 ? most : Math.min(most, Math.max(quota, share));
};
const siblingsOf = (queues) => ({
	queues,
	claims: {
		gpuMilli: queues.map((queue) => queue.claims.gpuMilli),
		cpuMilli: queues.map((queue) => queue.claims.cpuMilli),
		memoryMib: queues.map((queue) => queue.claims.memoryMib)
	}
});
const divideResource = (siblings, resource, total) => {
	const claims = siblings.claims[resource];
	for (const queue of siblings.queues) {
		const claim = queue.claims[resource];
		claim.request = queue.requested[resource];
		claim.before = claim.share;
	}
	divide(claims, total, {
		unit: divisionUnit[resource],
		usageFactorMilli: 0
	});
	let isOther = false;
	for (const queue of siblings.queues) {
		const claim = queue.claims[resource];
		queue.allocatable[resource] = allocatableOf(claim);
		isOther ||= claim.share !== claim.before;
	}
	return isOther;
};
const divideAmong = (siblings, total) => {
	let isOther = false;
	for (const resource of resources) if (divideResource(siblings, resource, total[resource])) isOther = true;
	for (const queue of siblings.queues) {
		if (queue.children.length === 0) continue;
		queue.siblingsBelow ??= siblingsOf(queue.children);
		if (divideAmong(queue.siblingsBelow, fairShareOf(queue))) isOther = true;
	}
	return isOther;
};
const fairShareOf = (queue) => ({
	gpuMilli: queue.claims.gpuMilli.share,
	cpuMilli: queue.claims.cpuMilli.share,
	memoryMib: queue.claims.memoryMib.share
});
const shareOut = (snapshot) => {
	linkQueues(snapshot);
	if (snapshot.isShared) return;
	snapshot.siblingsOnTop ??= siblingsOf(snapshot.roots);
	if (divideAmong(snapshot.siblingsOnTop, snapshot.total)) noteFigures(snapshot);
	snapshot.isShared = true;
};
// domain/allocation/evict.ts
const figuresOf = (queue) => {
	const { gpuMilli, cpuMilli, memoryMib } = queue.claims;
	return {
		queueId: queue.id,
		allocated: { ...queue.allocated },
		deserved: {
			gpuMilli: gpuMilli.quota,
			cpuMilli: cpuMilli.quota,
			memoryMib: memoryMib.quota
		},
		fairShare: fairShareOf(queue),
		limit: {
			gpuMilli: gpuMilli.limit,
			cpuMilli: cpuMilli.limit,
			memoryMib: memoryMib.limit
		}
	};
};
const evictionOf = ({ one, law }, parties, dearer) => {
	const { victim, preemptor } = parties;
	const queue = victim.queue ?? one.queue;
	const { ours, theirs } = queue === one.queue ? {
		ours: queue,
		theirs: queue
	} : partingOf(one.queue, queue);
	return {
		workloadId: victim.id,
		attempt: victim.attempt,
		action: law.action,
		preemptorId: preemptor.id,
		victimQueue: figuresOf(theirs),
		preemptorQueue: figuresOf(ours),
		alternatives: dearer > 0 ? [{
			reason: "CostsMore",
			count: dearer
		}] : []
	};
};
const commit = (hunt, preemptor, caught) => {
	const { draft, one } = hunt;
	for (const victim of caught.victims) {
		draft.evictions.push(evictionOf(hunt, {
			victim,
			preemptor
		}, caught.dearer));
		moveVictim(hunt, victim, {
			seats: victim.seats,
			sign: -1
		});
		victim.decidedIn = draft.number;
	}
	const seating = seatGang(draft, one.shape);
	invariant(seating !== void 0, `${preemptor.id} has victims but no place`);
	serve(draft, one, {
		workload: preemptor,
		seating
	});
};
const outcomeOf = (one, law) => one[law.action];
const isOfNow = ({ snapshot }, of) => of.version === snapshot.nodes.version && of.figuresVersion === snapshot.figuresVersion;
const attempt = (hunt, kept) => {
	const { draft, one } = hunt;
	if (kept.one === one && isOfNow(draft, kept)) return kept.caught;
	kept.caught = searched(hunt);
	kept.one = one;
	kept.version = draft.snapshot.nodes.version;
	kept.figuresVersion = draft.snapshot.figuresVersion;
	return kept.caught;
};
const searched = (hunt) => {
	const { draft, one, law } = hunt;
	const { snapshot } = draft;
	const outcome = outcomeOf(one, law);
	if (isOfNow(draft, outcome)) return void 0;
	const grounds = law.grounds(snapshot, one);
	const caught = grounds.length === 0 ? void 0 : huntFor(hunt, grounds);
	if (caught !== void 0) return caught;
	outcome.version = snapshot.nodes.version;
	outcome.figuresVersion = snapshot.figuresVersion;
	outcome.obstacle = grounds.length === 0 ? "NoVictims" : "VictimsTooFew";
	outcome.figure = grounds.reduce((sum, leaf) => sum + leaf.evictableGpuMilli, 0);
	outcome.bound = one.shape.amounts.gpuMilli;
};
const isOpen = (one, law) => {
	const refusal = law.refuses(one);
	if (refusal === void 0) return true;
	Object.assign(outcomeOf(one, law), {
		version: -1,
		figuresVersion: -1
	}, refusal);
	return false;
};
const openClasses = (draft, law) => {
	const open = [];
	for (const leaf of draft.snapshot.leaves) for (const one of leaf.waiting) {
		one.phase = "done";
		advance(draft, one);
		if (headOf(one) === void 0 || !isOpen(one, law)) continue;
		one.phase = "open";
		open.push(one);
	}
	return open;
};
const tryClass = (hunt, kept) => {
	const { one, law } = hunt;
	const preemptor = headOf(one);
	if (preemptor === void 0 || !isOpen(one, law)) return false;
	if (!one.isPreemptible && overQuota(one.queue, one.shape.amounts) !== void 0) return false;
	const caught = attempt(hunt, kept);
	if (caught === void 0) return false;
	commit(hunt, preemptor, caught);
	return headOf(one) !== void 0;
};
const evictFor = (draft, law) => {
	const { snapshot } = draft;
	const open = openClasses(draft, law);
	const kept = {
		one: void 0,
		caught: void 0,
		version: -1,
		figuresVersion: -1
	};
	if (open.every((one) => attempt({
		draft,
		one,
		law
	}, kept) === void 0)) return;
	for (const leaf of snapshot.leaves) leaf.next = nextClass(leaf);
	for (;;) {
		const leaf = nextLeaf(snapshot.roots, snapshot.total);
		const one = leaf?.next;
		if (leaf === void 0 || one === void 0) break;
		if (!tryClass({
			draft,
			one,
			law
		}, kept)) one.phase = "done";
		leaf.next = nextClass(leaf);
	}
};
// domain/allocation/requests.ts
const bytesPerMib = 1 << 20;
const unusedMax = 512;
const placeKey = (asked) => {
	const labels = Object.keys(asked.nodeSelector);
	if (labels.length === 0 && asked.tolerations.length === 0) return "";
	const selector = labels.toSorted(compareIds).map((label) => [label, [...asked.nodeSelector[label] ?? []].toSorted(compareIds)]);
	const tolerations = asked.tolerations.map((one) => JSON.stringify([
		one.key,
		one.operator,
		one.value,
		one.effect
	]));
	return JSON.stringify([selector, tolerations.toSorted(compareIds)]);
};
const forgetUnused = (snapshot) => {
	if (snapshot.shapes.size > unusedMax) for (const [key, shape] of snapshot.shapes) {
		if (shape.users > 0) continue;
		snapshot.shapes.delete(key);
		snapshot.usualShapes.clear();
		for (const part of shape.parts) part.kind.users -= 1;
	}
	if (snapshot.kinds.size > unusedMax) {
		for (const [key, kind] of snapshot.kinds) if (kind.users === 0) snapshot.kinds.delete(key);
	}
};
const kindOf = (snapshot, request, place) => {
	const hasGpu = request.gpuDevices > 0 && request.gpuMilli > 0;
	const gpuDevices = hasGpu ? request.gpuDevices : 0;
	const gpuMilli = hasGpu ? request.gpuMilli : 0;
	const key = `${gpuDevices}x${gpuMilli}/${request.cpuMilli}/${request.memoryBytes}${place.key}`;
	const known = snapshot.kinds.get(key);
	if (known !== void 0) return known;
	const fresh = {
		key,
		gpuDevices,
		gpuMilli,
		cpuMilli: request.cpuMilli,
		memoryBytes: request.memoryBytes,
		memoryMib: Math.ceil(request.memoryBytes / bytesPerMib),
		selector: place.asked.nodeSelector,
		tolerations: place.asked.tolerations,
		match: [],
		isGang: false,
		index: void 0,
		usedAt: Number.MIN_SAFE_INTEGER,
		found: {
			slot: -1,
			score: 0
		},
		foundAt: -1,
		offer: void 0,
		users: 0
	};
	snapshot.kinds.set(key, fresh);
	return fresh;
};
const madeOf = (key, parts) => {
	const amounts = {
		gpuMilli: 0,
		cpuMilli: 0,
		memoryMib: 0
	};
	let pods = 0;
	let devices = 0;
	for (const part of parts) {
		const { kind } = part;
		amounts.gpuMilli += part.pods * kind.gpuDevices * kind.gpuMilli;
		amounts.cpuMilli += part.pods * kind.cpuMilli;
		amounts.memoryMib += part.pods * kind.memoryMib;
		pods += part.pods;
		devices += part.pods * kind.gpuDevices;
		if (part.pods > 1) kind.isGang = true;
		kind.users += 1;
	}
	return {
		key,
		parts,
		amounts,
		pods,
		devices,
		failedAt: -1,
		users: 0
	};
};
const markOf = ({ pods, request }) => {
	const { gpuDevices, gpuMilli, cpuMilli, memoryBytes } = request;
	const memoryMib = Math.floor(memoryBytes / bytesPerMib);
	return (((gpuDevices * 31 + gpuMilli) * 31 + cpuMilli) * 31 + memoryMib) * 31 + pods | 0;
};
const isOf = ({ parts }, { name, pods, request }) => {
	const part = parts[0];
	if (part === void 0 || part.name !== name || part.pods !== pods) return false;
	const { kind } = part;
	return kind.gpuDevices === request.gpuDevices && kind.gpuMilli === request.gpuMilli && kind.cpuMilli === request.cpuMilli && kind.memoryBytes === request.memoryBytes;
};
const onlyGroupOf = (asked) => asked.subGroups.length === 1 && asked.tolerations.length === 0 && Object.keys(asked.nodeSelector).length === 0 ? asked.subGroups[0] : void 0;
const shapeOf = (snapshot, asked) => {
	const only = onlyGroupOf(asked);
	if (only === void 0) return shapeByKey(snapshot, asked);
	const mark = markOf(only);
	const usual = snapshot.usualShapes.get(mark);
	if (usual !== void 0 && isOf(usual, only)) return usual;
	const shape = shapeByKey(snapshot, asked);
	snapshot.usualShapes.set(mark, shape);
	return shape;
};
const shapeByKey = (snapshot, asked) => {
	const place = {
		key: placeKey(asked),
		asked
	};
	const kinds = asked.subGroups.map((group) => kindOf(snapshot, group.request, place));
	const key = asked.subGroups.map((group, at) => `${group.name}*${group.pods}*${kinds[at]?.key ?? ""}`).join(";");
	const known = snapshot.shapes.get(key);
	if (known !== void 0) return known;
	const parts = asked.subGroups.flatMap((group, at) => {
		const kind = kinds[at];
		return kind === void 0 ? [] : [{
			name: group.name,
			kind,
			pods: group.pods
		}];
	});
	const fresh = madeOf(key, parts);
	snapshot.shapes.set(key, fresh);
	forgetUnused(snapshot);
	return fresh;
};
// domain/allocation/waiting.ts
const tags = 8;
const emptyMax = 256;
const untried$1 = () => ({
	version: -1,
	figuresVersion: -1,
	obstacle: "none",
	figure: 0,
	bound: 0
});
const classOf = (queue, workload) => {
	const { shape, priority, isPreemptible, home } = workload;
	if (home !== void 0 && home.queue === queue && queue.classes.get(home.key) === home) return home;
	const usual = queue.classOfShape.get(shape);
	if (usual?.priority === priority && usual.isPreemptible === isPreemptible) return usual;
	const one = classByKey(queue, workload);
	if (queue.classOfShape.size > 2 * emptyMax) queue.classOfShape.clear();
	queue.classOfShape.set(shape, one);
	return one;
};
const classByKey = (queue, workload) => {
	const { shape, priority, isPreemptible } = workload;
	const key = `${priority}${isPreemptible ? "+" : "-"}${shape.key}`;
	const known = queue.classes.get(key);
	if (known !== void 0) return known;
	const fresh = {
		key,
		queue,
		shape,
		priority,
		isPreemptible,
		entries: [],
		head: 0,
		waiting: 0,
		byTag: Array.from({ length: tags }, () => new Set()),
		listedAt: -1,
		cursor: 0,
		phase: "done",
		reclaim: untried$1(),
		preempt: untried$1()
	};
	if (queue.classes.size - queue.waiting.length > emptyMax) forgetEmpty(queue);
	queue.classes.set(key, fresh);
	return fresh;
};
const forgetEmpty = (queue) => {
	queue.classOfShape.clear();
	for (const [key, one] of queue.classes) if (one.waiting === 0) queue.classes.delete(key);
};
const placeOf = (entries, workload) => {
	const last = entries.at(-1);
	if (last === void 0 || olderFirst(last, workload) < 0) return entries.length;
	let low = 0;
	let high = entries.length;
	while (low < high) {
		const middle = low + high >> 1;
		const there = entries[middle];
		if (there !== void 0 && olderFirst(there, workload) < 0) low = middle + 1;
		else high = middle;
	}
	return low;
};
const isWaitingIn = (workload, one) => workload.stage === "waiting" && workload.waitingClass === one;
const sweep = (one) => {
	const { entries } = one;
	while (one.head < entries.length) {
		const first = entries[one.head];
		if (first !== void 0 && isWaitingIn(first, one)) break;
		one.head += 1;
	}
	const dead = entries.length - one.waiting;
	if (dead <= 64 || dead <= one.waiting) return;
	let kept = 0;
	for (const entry of entries) if (isWaitingIn(entry, one)) {
		entries[kept] = entry;
		kept += 1;
	}
	entries.length = kept;
	one.head = 0;
};
const enlist = (snapshot, workload) => {
	const { queue } = workload;
	invariant(queue !== void 0, "a waiting workload has a queue");
	const one = classOf(queue, workload);
	workload.waitingClass = one;
	workload.home = one;
	const at = placeOf(one.entries, workload);
	if (at === one.entries.length) one.entries.push(workload);
	else if (one.entries[at] !== workload) one.entries.splice(at, 0, workload);
	if (at < one.head) one.head = at;
	one.byTag[workload.tag + 1]?.add(workload);
	one.waiting += 1;
	snapshot.waiting += 1;
	if (one.listedAt >= 0) return;
	one.listedAt = queue.waiting.length;
	queue.waiting.push(one);
};
const delist = (snapshot, workload) => {
	const one = workload.waitingClass;
	invariant(one !== void 0, "a waiting workload has a class");
	workload.waitingClass = void 0;
	one.byTag[workload.tag + 1]?.delete(workload);
	one.waiting -= 1;
	snapshot.waiting -= 1;
	sweep(one);
	if (one.waiting > 0) return;
	const { waiting } = one.queue;
	const last = waiting.pop();
	if (last !== void 0 && last !== one) {
		waiting[one.listedAt] = last;
		last.listedAt = one.listedAt;
	}
	one.listedAt = -1;
};
// domain/allocation/stages.ts
const verdictTags = [
	"QueueNotFound",
	"AwaitingRelease",
	"NoMatchingNode",
	"LargerThanAnyNode",
	"OverLimit",
	"NonPreemptibleOverQuota",
	"InsufficientCapacity"
];
const addWorkload = (snapshot, submission) => {
	const shape = shapeOf(snapshot, submission);
	shape.users += 1;
	snapshot.workloads.set(submission.id, {
		id: submission.id,
		pool: snapshot,
		age: submission.age,
		priority: submission.priority,
		isPreemptible: submission.isPreemptible,
		subGroups: submission.subGroups,
		shape,
		attempt: 1,
		queue: void 0,
		waitingClass: void 0,
		home: void 0,
		stage: "idle",
		returns: false,
		seats: noSeats,
		tag: -1,
		boundAt: -1,
		decidedIn: -1
	});
};
const noSeats = [];
const planesOf = {
	idle: 0,
	waiting: 0,
	nominated: 2,
	bound: 3,
	leaving: 1
};
const isAllocated = (stage) => stage === "nominated" || stage === "bound";
const isRequested = (stage, returns) => stage !== "idle" && (stage !== "leaving" || returns);
const countEvictable = (workload, queue, sign) => {
	const { priority } = workload;
	const count = (queue.evictableAt.get(priority) ?? 0) + sign;
	if (count > 0) queue.evictableAt.set(priority, count);
	else queue.evictableAt.delete(priority);
	queue.evictableGpuMilli += sign * workload.shape.amounts.gpuMilli;
};
const listEvictable = (workload, queue) => {
	workload.boundAt = queue.evictable.length;
	queue.evictable.push(workload);
	countEvictable(workload, queue, 1);
};
const unlistEvictable = (workload, queue) => {
	const last = queue.evictable.pop();
	invariant(last !== void 0, "an evictable workload is listed");
	if (last !== workload) {
		queue.evictable[workload.boundAt] = last;
		last.boundAt = workload.boundAt;
	}
	workload.boundAt = -1;
	countEvictable(workload, queue, -1);
};
const occupyAll = (snapshot, { stage, seats }, sign) => {
	const planes = planesOf[stage];
	if (planes === 0) return;
	for (const seat of seats) occupy(snapshot.nodes, seat, {
		planes,
		sign
	});
};
const takeOut = (snapshot, workload, isKept) => {
	const { stage, queue } = workload;
	occupyAll(snapshot, workload, -1);
	if (stage === "waiting") delist(snapshot, workload);
	if (stage === "nominated") snapshot.nominated.delete(workload);
	if (queue === void 0) return;
	if (workload.boundAt >= 0) unlistEvictable(workload, queue);
	const { shape, isPreemptible } = workload;
	if (isAllocated(stage)) chargeAllocated(snapshot, queue, {
		amounts: shape.amounts,
		isPreemptible,
		sign: -1
	});
	if (!isKept && isRequested(stage, workload.returns)) chargeRequested(snapshot, queue, {
		amounts: shape.amounts,
		sign: -1
	});
};
const putIn = (snapshot, workload, wasKept) => {
	const { stage, queue } = workload;
	occupyAll(snapshot, workload, 1);
	if (stage === "waiting") enlist(snapshot, workload);
	if (stage === "nominated") snapshot.nominated.add(workload);
	if (queue === void 0) return;
	if (stage === "bound" && workload.isPreemptible) listEvictable(workload, queue);
	const { shape, isPreemptible } = workload;
	if (isAllocated(stage)) chargeAllocated(snapshot, queue, {
		amounts: shape.amounts,
		isPreemptible,
		sign: 1
	});
	if (!wasKept && isRequested(stage, workload.returns)) chargeRequested(snapshot, queue, {
		amounts: shape.amounts,
		sign: 1
	});
};
const moveTo = (snapshot, workload, move) => {
	const returns = move.returns ?? false;
	const queue = move.queue ?? workload.queue;
	const isKept = queue === workload.queue && isRequested(workload.stage, workload.returns) && isRequested(move.stage, returns);
	takeOut(snapshot, workload, isKept);
	workload.stage = move.stage;
	workload.queue = queue;
	workload.returns = returns;
	workload.seats = move.seats ?? noSeats;
	if (move.stage !== "waiting" && move.stage !== "nominated") workload.tag = -1;
	putIn(snapshot, workload, isKept);
};
const addPending = (snapshot, id, place) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0) return;
	workload.attempt = place.attempt;
	moveTo(snapshot, workload, {
		stage: "waiting",
		queue: queueOf(snapshot, place.queueId)
	});
};
const seatsOf = (snapshot, { shape }, pods) => {
	const { parts } = shape;
	const seats = [];
	for (const { subGroup, pod, nodeId, devices } of pods) {
		const part = parts.length === 1 ? 0 : parts.findIndex((one) => one.name === subGroup);
		const kind = parts[part]?.kind;
		const node = snapshot.nodes.byId.get(nodeId);
		if (kind !== void 0 && node !== void 0) seats.push({
			node,
			kind,
			part,
			pod,
			devices
		});
	}
	return seats;
};
const bind = (snapshot, id, assignment) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0) return;
	workload.attempt = assignment.attempt;
	const seats = seatsOf(snapshot, workload, assignment.pods);
	moveTo(snapshot, workload, {
		stage: "bound",
		seats
	});
};
const nominate = (snapshot, id, assignment) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0) return;
	const seats = seatsOf(snapshot, workload, assignment.pods);
	if (seats.length < assignment.pods.length || seats.some((seat) => isVoid(snapshot, seat))) return;
	moveTo(snapshot, workload, {
		stage: "nominated",
		seats
	});
};
const isVoid = (snapshot, seat) => {
	const { nodes } = snapshot;
	const { slot } = seat.node;
	if (slot < 0 || nodes.usable[slot] !== 1) return true;
	const start = nodes.deviceStart[slot] ?? 0;
	return seat.devices.some((device) => nodes.broken[start + device] === 1);
};
const voidNominations = (snapshot) => {
	for (const workload of [...snapshot.nominated].toSorted((a, b) => compareIds(a.id, b.id))) if (workload.seats.some((seat) => isVoid(snapshot, seat))) moveTo(snapshot, workload, { stage: "waiting" });
};
const leave = (snapshot, id, returns) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0 || workload.stage === "idle") return;
	if (workload.stage === "leaving" || workload.stage === "bound") {
		const stays = returns && (workload.stage === "bound" || workload.returns);
		moveTo(snapshot, workload, {
			stage: "leaving",
			seats: workload.seats,
			returns: stays
		});
	} else if (!returns) moveTo(snapshot, workload, { stage: "idle" });
};
const release = (snapshot, id) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0) return;
	const isBack = workload.stage === "leaving" && workload.returns;
	if (isBack) workload.attempt += 1;
	moveTo(snapshot, workload, { stage: isBack ? "waiting" : "idle" });
};
const forget = (snapshot, id) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0) return;
	moveTo(snapshot, workload, { stage: "idle" });
	workload.shape.users -= 1;
	snapshot.workloads.delete(id);
};
const defer = (snapshot, id, tag) => {
	const workload = snapshot.workloads.get(id);
	if (workload === void 0) return;
	const code = verdictTags.indexOf(tag);
	if (workload.stage === "nominated") workload.tag = code;
	if (workload.stage !== "waiting") return;
	const { waitingClass } = workload;
	waitingClass?.byTag[workload.tag + 1]?.delete(workload);
	workload.tag = code;
	waitingClass?.byTag[code + 1]?.add(workload);
};
// domain/allocation/verdicts.ts
const offerAt = (table, kind) => {
	let [nodes, refusedBySelector, refusedByTaint, fitsEmpty] = [
		0,
		0,
		0,
		0
	];
	let [largestGpuMilli, largestCpuMilli, largestMemoryBytes] = [
		0,
		0,
		0
	];
	for (let rank = 0; rank < table.count; rank += 1) {
		const slot = table.slotAt[rank] ?? 0;
		if (table.usable[slot] !== 1) continue;
		nodes += 1;
		const refusal = refusalAt(table, kind, slot);
		if (refusal === "selector") refusedBySelector += 1;
		if (refusal === "taint") refusedByTaint += 1;
		if (refusal !== "none") continue;
		const devices = table.deviceOk[slot] ?? 0;
		const cpuMilli = table.cpuCap[slot] ?? 0;
		const memoryBytes = table.memoryCap[slot] ?? 0;
		largestGpuMilli = Math.max(largestGpuMilli, 1e3 * devices);
		largestCpuMilli = Math.max(largestCpuMilli, cpuMilli);
		largestMemoryBytes = Math.max(largestMemoryBytes, memoryBytes);
		if (devices >= kind.gpuDevices && cpuMilli >= kind.cpuMilli && memoryBytes >= kind.memoryBytes && (table.podsCap[slot] ?? 0) >= 1) fitsEmpty += 1;
	}
	const { offerVersion } = table;
	return {
		offerVersion,
		nodes,
		refusedBySelector,
		refusedByTaint,
		fitsEmpty,
		largestGpuMilli,
		largestCpuMilli,
		largestMemoryBytes
	};
};
const offerOf = (table, kind) => {
	if (kind.offer?.offerVersion !== table.offerVersion) {
		rankNodes(table);
		kind.offer = offerAt(table, kind);
	}
	return kind.offer;
};
const refused = (offer) => offer.refusedBySelector + offer.refusedByTaint >= offer.nodes;
const obstacleOf = (draft, one) => {
	const { queue, shape } = one;
	const table = draft.snapshot.nodes;
	if (!queue.isServed) return 0;
	let isTooLarge = false;
	for (const part of shape.parts) {
		const offer = offerOf(table, part.kind);
		if (refused(offer)) return 2;
		isTooLarge ||= offer.fitsEmpty === 0;
	}
	if (isTooLarge) return 3;
	if (overLimit(queue, shape.amounts) !== void 0) return 4;
	if (!one.isPreemptible && overQuota(queue, shape.amounts) !== void 0) return 5;
	return 6;
};
const largerThanAny = (part, offer) => ({
	_tag: "LargerThanAnyNode",
	subGroup: part.name,
	askedGpuMilli: part.kind.gpuDevices * part.kind.gpuMilli,
	largestGpuMilli: offer.largestGpuMilli,
	askedCpuMilli: part.kind.cpuMilli,
	largestCpuMilli: offer.largestCpuMilli,
	askedMemoryBytes: part.kind.memoryBytes,
	largestMemoryBytes: offer.largestMemoryBytes
});
const overLimitOf = (one, { queue, resource }) => ({
	_tag: "OverLimit",
	queueId: queue.id,
	resource,
	limit: queue.claims[resource].limit,
	allocated: queue.allocated[resource],
	asked: one.shape.amounts[resource]
});
const overQuotaOf = (one, { queue, resource }) => ({
	_tag: "NonPreemptibleOverQuota",
	queueId: queue.id,
	resource,
	quota: queue.claims[resource].quota,
	allocatedNonPreemptible: queue.nonPreemptible[resource],
	asked: one.shape.amounts[resource]
});
const attempted = (action, outcome) => outcome.obstacle === "none" ? [] : [{
	action,
	obstacle: outcome.obstacle,
	figure: outcome.figure,
	bound: outcome.bound
}];
const insufficient = (draft, one) => {
	const { shape } = one;
	const table = draft.snapshot.nodes;
	const { policy } = draft;
	let podsFit = 0;
	for (const part of shape.parts) podsFit += roomFor(table, part.kind, {
		enough: part.pods,
		policy
	});
	let freeGpuMilli = 0;
	for (let rank = 0; rank < table.count; rank += 1) {
		const slot = table.slotAt[rank] ?? 0;
		if (table.usable[slot] === 1) freeGpuMilli += table.gpuFuture[slot] ?? 0;
	}
	return {
		_tag: "InsufficientCapacity",
		podsAsked: shape.pods,
		podsFit,
		askedGpuMilli: shape.amounts.gpuMilli,
		freeGpuMilli,
		actions: [
			{
				action: "allocate",
				obstacle: "TooFewPodsFit",
				figure: podsFit,
				bound: shape.pods
			},
			...attempted("reclaim", one.reclaim),
			...attempted("preempt", one.preempt)
		]
	};
};
const verdictOf = (draft, one) => {
	const { queue, shape } = one;
	if (!queue.isServed) return {
		_tag: "QueueNotFound",
		queueId: queue.id
	};
	const table = draft.snapshot.nodes;
	for (const part of shape.parts) {
		const offer = offerOf(table, part.kind);
		const { nodes, refusedBySelector, refusedByTaint } = offer;
		if (refused(offer)) return {
			_tag: "NoMatchingNode",
			nodes,
			refusedBySelector,
			refusedByTaint
		};
	}
	for (const part of shape.parts) {
		const offer = offerOf(table, part.kind);
		if (offer.fitsEmpty === 0) return largerThanAny(part, offer);
	}
	const limited = overLimit(queue, shape.amounts);
	if (limited !== void 0) return overLimitOf(one, limited);
	const excess = one.isPreemptible ? void 0 : overQuota(queue, shape.amounts);
	if (excess !== void 0) return overQuotaOf(one, excess);
	return insufficient(draft, one);
};
const tellClass = (draft, one, told) => {
	const obstacle = obstacleOf(draft, one);
	if (one.byTag[obstacle + 1]?.size === one.waiting) return;
	let verdict;
	for (const [code, workloads] of one.byTag.entries()) {
		if (code === obstacle + 1 || workloads.size === 0) continue;
		for (const workload of workloads) {
			if (workload.decidedIn === draft.number) continue;
			verdict ??= verdictOf(draft, one);
			told.push({
				workloadId: workload.id,
				verdict
			});
		}
	}
};
const awaiting = verdictTags.indexOf("AwaitingRelease");
const tellNominated = (draft, told) => {
	const waiting = [...draft.nominated];
	for (const workload of draft.snapshot.nominated) if (workload.decidedIn !== draft.number) waiting.push(workload);
	for (const workload of waiting) {
		if (workload.tag === awaiting) continue;
		const { pods, devices } = workload.shape;
		told.push({
			workloadId: workload.id,
			verdict: {
				_tag: "AwaitingRelease",
				pods,
				devices
			}
		});
	}
};
const tellVerdicts = (draft) => {
	const told = [];
	for (const queue of draft.snapshot.queues.values()) for (const one of queue.waiting) tellClass(draft, one, told);
	tellNominated(draft, told);
	return told.toSorted((a, b) => compareIds(a.workloadId, b.workloadId));
};
// domain/allocation/cycle.ts
const isSamePolicy = (a, b) => a.version === b.version && a.gpuPlacement === b.gpuPlacement && a.cpuPlacement === b.cpuPlacement && a.isReclaimOn === b.isReclaimOn && a.isPreemptOn === b.isPreemptOn && a.saturationMilli === b.saturationMilli && a.victimsMax === b.victimsMax;
const untried = {
	version: -1,
	figuresVersion: -1,
	obstacle: "none"
};
const obey = (snapshot, policy) => {
	const { rules } = snapshot;
	if (rules === policy || rules !== void 0 && isSamePolicy(rules, policy)) return;
	snapshot.rules = policy;
	forgetIndexes(snapshot.kinds.values());
	for (const shape of snapshot.shapes.values()) shape.failedAt = -1;
	for (const queue of snapshot.queues.values()) for (const one of queue.classes.values()) {
		Object.assign(one.reclaim, untried);
		Object.assign(one.preempt, untried);
	}
};
const plan = (snapshot, policy) => {
	rankNodes(snapshot.nodes);
	shareOut(snapshot);
	obey(snapshot, policy);
	snapshot.plans += 1;
	const journal = {
		snapshot,
		entries: []
	};
	const draft = {
		snapshot,
		journal,
		policy,
		number: snapshot.plans,
		placements: [],
		nominations: [],
		evictions: [],
		nominated: []
	};
	const start = markOf$1(journal);
	placeNominated(draft);
	allocate(draft);
	if (policy.isReclaimOn) evictFor(draft, reclaimLaw);
	if (policy.isPreemptOn) evictFor(draft, preemptLaw);
	const verdicts = tellVerdicts(draft);
	undoTo(journal, start);
	const { placements, nominations, evictions } = draft;
	return {
		placements,
		nominations,
		evictions,
		verdicts
	};
};
// domain/allocation/policy.ts
const defaultPolicy = {
	version: "default-1",
	gpuPlacement: "binpack",
	cpuPlacement: "binpack",
	isReclaimOn: true,
	isPreemptOn: true,
	saturationMilli: 1e3,
	victimsMax: 1e3
};
const kernelVersion = "0.1.0";
// domain/allocation/fair-shares.ts
const fairShares = (total, queues, usageFactorMilli = 0) => {
	const below = new Map();
	for (const queue of queues.toSorted((a, b) => compareIds(a.id, b.id))) {
		const siblings = below.get(queue.parentId);
		if (siblings === void 0) below.set(queue.parentId, [queue]);
		else siblings.push(queue);
	}
	const shares = new Map();
	const divideBelow = (parentId, amounts) => {
		const siblings = below.get(parentId) ?? [];
		const byResource = resources.map((resource) => {
			invariant(Number.isSafeInteger(amounts[resource]), `${resource} of ${parentId} is not whole`);
			const claims = siblings.map((queue) => claimOf(queue, resource));
			divide(claims, amounts[resource], {
				unit: divisionUnit[resource],
				usageFactorMilli
			});
			return claims;
		});
		for (const [at, queue] of siblings.entries()) {
			const [gpuMilli, cpuMilli, memoryMib] = byResource.map((claims) => claims[at]?.share ?? 0);
			const share = {
				gpuMilli: gpuMilli ?? 0,
				cpuMilli: cpuMilli ?? 0,
				memoryMib: memoryMib ?? 0
			};
			shares.set(queue.id, share);
			divideBelow(queue.id, share);
		}
	};
	divideBelow("", total);
	return shares;
};
// projections/capacity/view.ts
const noCapacity = () => ({
	pools: new Map(),
	poolOfNode: new Map(),
	poolOfQueue: new Map(),
	workloads: new Map(),
	changed: new Set(),
	wishes: new Map()
});
const poolOf = (view, nodePoolId) => {
	const known = view.pools.get(nodePoolId);
	if (known !== void 0) return known;
	const fresh = createSnapshot(nodePoolId, view.workloads);
	view.pools.set(nodePoolId, fresh);
	return fresh;
};
const snapshotOf = (view, nodePoolId) => view.pools.get(nodePoolId);
// projections/capacity/queues.ts
const queueTypes = [
	"QueueOpened",
	"QueueEntitled",
	"QueueClosed"
];
const applyQueue = (view, event) => {
	const { id } = event.subject;
	if (event.type === "QueueOpened") {
		const pool = poolOf(view, event.data.nodePoolId);
		view.poolOfQueue.set(id, pool);
		const { parentId, entitlements } = event.data;
		openQueue(pool, {
			id,
			parentId,
			openedAt: event.revision,
			entitlements
		});
		view.changed.add(pool.nodePoolId);
		return;
	}
	const pool = view.poolOfQueue.get(id);
	if (pool === void 0) return;
	if (event.type === "QueueEntitled") entitleQueue(pool, id, event.data.entitlements);
	else {
		closeQueue(pool, id);
		view.poolOfQueue.delete(id);
	}
	view.changed.add(pool.nodePoolId);
};
// projections/capacity/scale.ts
const scale = (view, id, replicas) => {
	const workload = view.workloads.get(id);
	if (workload === void 0) return;
	view.wishes.set(id, replicas);
	if (workload.stage !== "bound" && workload.stage !== "leaving") askAsScaled(view, id);
};
const askAsScaled = (view, id) => {
	const pods = view.wishes.get(id);
	if (pods === void 0) return;
	view.wishes.delete(id);
	const workload = view.workloads.get(id);
	if (workload === void 0 || pods === 0) return;
	putAgain(workload, pods);
};
const putAgain = (before, pods) => {
	const { id, age, priority, isPreemptible, subGroups, shape, pool, stage, queue, attempt } = before;
	const [only] = subGroups;
	const kind = shape.parts[0]?.kind;
	if (only === void 0 || kind === void 0) return;
	forget(pool, id);
	addWorkload(pool, {
		id,
		age,
		priority,
		isPreemptible,
		subGroups: [{
			...only,
			pods
		}],
		nodeSelector: kind.selector,
		tolerations: kind.tolerations
	});
	if ((stage === "waiting" || stage === "nominated") && queue !== void 0) addPending(pool, id, {
		queueId: queue.id,
		attempt
	});
};
// projections/capacity/workloads.ts
const workloadTypes = [
	"WorkloadQueued",
	"WorkloadAllocated",
	"WorkloadNominated",
	"WorkloadDeferred",
	"WorkloadPreempted",
	"WorkloadInterrupted",
	"WorkloadEvicted",
	"WorkloadCompleted",
	"WorkloadFailed",
	"WorkloadRetryScheduled",
	"WorkloadScaled",
	"WorkloadStopRequested",
	"WorkloadStopped",
	"WorkloadDeletionRequested",
	"WorkloadDeleted"
];
const applySubmitted = (view, event) => {
	const { data, subject, revision } = event;
	const pool = poolOf(view, data.nodePoolId);
	addWorkload(pool, {
		id: subject.id,
		age: revision,
		priority: data.priority,
		isPreemptible: data.preemptible,
		subGroups: data.subGroups,
		nodeSelector: data.nodeSelector ?? {},
		tolerations: data.tolerations ?? []
	});
};
const applyWorkload = (view, event) => {
	const { id } = event.subject;
	const pool = view.workloads.get(id)?.pool;
	if (pool === void 0) return;
	if (applyTo(pool, id, event)) view.changed.add(pool.nodePoolId);
	if (event.type === "WorkloadScaled") scale(view, id, event.data.replicas);
	else if (view.wishes.size > 0) settleWish(view, id, event.type);
};
const settleWish = (view, id, type) => {
	if (unholding.has(type)) askAsScaled(view, id);
	else if (ending.has(type)) view.wishes.delete(id);
};
const unholding = new Set([
	"WorkloadEvicted",
	"WorkloadStopped",
	"WorkloadRetryScheduled"
]);
const ending = new Set([
	"WorkloadCompleted",
	"WorkloadFailed",
	"WorkloadDeleted"
]);
const scheduled = new Set([
	"WorkloadQueued",
	"WorkloadAllocated",
	"WorkloadNominated",
	"WorkloadDeferred",
	"WorkloadPreempted"
]);
const isScheduled = (event) => scheduled.has(event.type);
const applyTo = (pool, id, event) => {
	if (isScheduled(event)) return place(pool, id, event);
	part(pool, id, event);
	return true;
};
const place = (pool, id, event) => {
	switch (event.type) {
		case "WorkloadQueued":
			addPending(pool, id, event.data);
			return true;
		case "WorkloadAllocated":
			bind(pool, id, {
				attempt: event.data.attempt,
				pods: event.data.placements
			});
			return true;
		case "WorkloadDeferred":
			defer(pool, id, event.data.verdict._tag);
			return false;
		case "WorkloadNominated":
			nominate(pool, id, {
				attempt: event.data.attempt,
				pods: event.data.placements
			});
			return event.origin !== "decision";
		case "WorkloadPreempted":
			leave(pool, id, true);
			return event.origin !== "decision";
	}
};
const part = (pool, id, event) => {
	switch (event.type) {
		case "WorkloadInterrupted": return leave(pool, id, true);
		case "WorkloadStopRequested":
		case "WorkloadDeletionRequested": return leave(pool, id, false);
		case "WorkloadEvicted":
		case "WorkloadStopped": return release(pool, id);
		case "WorkloadRetryScheduled":
			leave(pool, id, false);
			return release(pool, id);
		case "WorkloadCompleted":
		case "WorkloadFailed":
		case "WorkloadDeleted": return forget(pool, id);
		case "WorkloadScaled": return;
	}
};
// projections/capacity/apply.ts
const nodeTypes = [
	"NodeLost",
	"NodeReturned",
	"NodeCordoned",
	"NodeUncordoned",
	"NodeDeviceFailed",
	"NodeDeviceRepaired",
	"NodeRemoved"
];
const ofNodes = new Set(nodeTypes);
const ofQueues = new Set(queueTypes);
const ofWorkloads = new Set(workloadTypes);
const isOfNode = (event) => ofNodes.has(event.type);
const isOfQueue = (event) => ofQueues.has(event.type);
const isOfWorkload = (event) => ofWorkloads.has(event.type);
const applyJoined = (view, { subject, data }) => {
	const before = view.poolOfNode.get(subject.id);
	const pool = poolOf(view, data.nodePoolId);
	if (before !== void 0 && before !== pool) removeNode(before, subject.id);
	view.poolOfNode.set(subject.id, pool);
	addNode(pool, {
		id: subject.id,
		...data
	});
	voidNominations(pool);
	view.changed.add(pool.nodePoolId);
};
const applyNode = (view, event) => {
	const { id } = event.subject;
	const pool = view.poolOfNode.get(id);
	if (pool === void 0) return;
	switch (event.type) {
		case "NodeLost":
			markNode(pool, id, { isLost: true });
			break;
		case "NodeReturned":
			markNode(pool, id, { isLost: false });
			break;
		case "NodeCordoned":
			markNode(pool, id, { isCordoned: true });
			break;
		case "NodeUncordoned":
			markNode(pool, id, { isCordoned: false });
			break;
		case "NodeDeviceFailed":
			markDevice(pool, id, {
				device: event.data.device,
				isBroken: true
			});
			break;
		case "NodeDeviceRepaired":
			markDevice(pool, id, {
				device: event.data.device,
				isBroken: false
			});
			break;
		case "NodeRemoved":
			removeNode(pool, id);
			view.poolOfNode.delete(id);
	}
	voidNominations(pool);
	view.changed.add(pool.nodePoolId);
};
const handled = new Set([
	"NodeJoined",
	"NodePoolDeleted",
	"WorkloadSubmitted",
	...nodeTypes,
	...queueTypes,
	...workloadTypes
]);
const applyFact = (view, event) => {
	if (isOfWorkload(event)) applyWorkload(view, event);
	else if (event.type === "WorkloadSubmitted") applySubmitted(view, event);
	else if (isOfNode(event)) applyNode(view, event);
	else if (isOfQueue(event)) applyQueue(view, event);
	else if (event.type === "NodeJoined") applyJoined(view, event);
	else if (event.type === "NodePoolDeleted") view.pools.delete(event.subject.id);
	return view;
};
// projections/capacity/index.ts
const capacity = {
	name: "capacity",
	version: 3,
	handles: handled,
	initial: noCapacity,
	apply: applyFact
};
const decisionsOf = (made, basis) => {
	const decisions = [];
	for (const { workloadId, ...eviction } of made.evictions) decisions.push({
		workloadId,
		command: {
			type: "PreemptWorkload",
			...eviction,
			basis
		}
	});
	for (const { workloadId, attempt, pods: placements } of made.nominations) {
		const command = {
			type: "NominateWorkload",
			attempt,
			placements,
			basis
		};
		decisions.push({
			workloadId,
			command
		});
	}
	for (const { workloadId, attempt, pods: placements } of made.placements) {
		if (decisions.length >= 5e4) break;
		const command = {
			type: "AllocateWorkload",
			attempt,
			placements,
			basis
		};
		decisions.push({
			workloadId,
			command
		});
	}
	for (const { workloadId, verdict } of made.verdicts) {
		if (decisions.length >= 5e4) break;
		decisions.push({
			workloadId,
			command: {
				type: "DeferWorkload",
				verdict,
				basis
			}
		});
	}
	return decisions;
};
export { addNode, addPending, addWorkload, bind, capacity, closeQueue, createSnapshot, decisionsOf, defaultPolicy, defer, entitleQueue, fairShares, forget, kernelVersion, leave, markDevice, markNode, nominate, openQueue, plan, release, removeNode, snapshotOf, voidNominations };
