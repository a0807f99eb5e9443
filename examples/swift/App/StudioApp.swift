#if canImport(SwiftUI)
import Cowrite
import Studio
import SwiftUI

/// A small studio: tracks, and who takes part in each. Everything is on the device, and there offline.
@main
struct StudioApp: App {
    @State private var me: WorkspaceActor?
    @State private var trouble: String?

    var body: some Scene {
        WindowGroup {
            if let me {
                TracksScreen(list: TrackList(me: me), me: me)
            } else {
                Text(trouble ?? "Opening…").task { await open() }
            }
        }
    }

    private func open() async {
        do {
            let folder = try FileManager.default.url(
                for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
            let workspace = try await Workspace.open(at: folder.appending(path: "studio.db"))
            let person: Person
            do {
                person = try await workspace.personByExternalID("this-device")
            } catch let error as CowriteError where error.code == .notFound {
                person = try await workspace.register(externalID: "this-device", name: "Me")
            }
            me = workspace.acting(as: person.id)
        } catch {
            trouble = error.localizedDescription
        }
    }
}

struct TracksScreen: View {
    @State var list: TrackList
    let me: WorkspaceActor
    @State private var title = ""

    var body: some View {
        NavigationStack {
            List {
                ForEach(list.tracks, id: \.track) { track in
                    NavigationLink(track.title) {
                        CollaboratorsScreen(panel: Collaborators(of: track.track, me: me)).navigationTitle(track.title)
                    }
                }
                TextField("New track", text: $title).onSubmit {
                    Task {
                        await list.create(title)
                        title = ""
                    }
                }
                if let trouble = list.trouble { Text(trouble).foregroundStyle(.red) }
            }
            .navigationTitle("Tracks")
        }
        .task { await list.follow() }
    }
}

struct CollaboratorsScreen: View {
    @State var panel: Collaborators
    @State private var address = ""

    var body: some View {
        List {
            SwiftUI.Section("People") {
                ForEach(panel.rows, id: \.person) { row in
                    LabeledContent(row.name ?? "Invited", value: row.shares.master.map { "\($0) %" } ?? "–")
                        .swipeActions {
                            Button("Revoke", role: .destructive) { Task { await panel.revoke(row.person) } }
                        }
                }
                TextField("Invite by address", text: $address).onSubmit {
                    Task {
                        await panel.invite(address, as: .editor)
                        address = ""
                    }
                }
            }
            SwiftUI.Section("Totals") {
                ForEach(panel.totals) { total in
                    LabeledContent("\(total.id)".capitalized, value: "\(total.total) %, \(total.remaining) % left")
                        .foregroundStyle(total.isComplete ? Color.green : Color.primary)
                }
            }
            if let trouble = panel.trouble { Text(trouble).foregroundStyle(.red) }
        }
        .task { await panel.load() }
    }
}
#else
@main
struct StudioApp {
    static func main() {
        print("the screens need SwiftUI; `swift run story` needs nothing")
    }
}
#endif
